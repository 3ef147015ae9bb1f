"""PagerDuty's answer to GET /incidents/{id}/log_entries: newest first."""

import json

from core import iso


class PagerLog:
    def __init__(self, scenario, title, service, escalation):
        self.scenario = scenario
        self.entries = []
        self.incident = {"id": "Q" + scenario.digest("pager/incident", 13).upper(), "type": "incident_reference", "summary": title,
                         "self": None, "html_url": None}
        self.service = self.reference("service", service)
        self.escalation = self.reference("escalation_policy", escalation)

    def reference(self, kind, summary):
        return {"id": "P" + self.scenario.digest(f"pager/{kind}/{summary}", 6).upper(), "type": f"{kind}_reference", "summary": summary,
                "self": None, "html_url": None}

    def add(self, t, kind, summary, agent, channel="auto", **more):
        """`agent` is (type, name): ("user", role), ("service", integration) or ("escalation_policy", name)."""
        entry = {
            "id": "R" + self.scenario.digest(f"pager/{kind}/{t}", 25).upper(), "type": f"{kind}_log_entry", "summary": summary,
            "self": None, "html_url": None, "created_at": iso(t), "agent": self.reference(*agent), "channel": {"type": channel} | more.pop("details", {}),
            "service": self.service, "incident": self.incident, "teams": [], "contexts": [],
        }
        self.entries.append((t, entry | more))

    def text(self):
        ordered = [entry for _, entry in sorted(self.entries, key=lambda item: -item[0])]
        return json.dumps({"log_entries": ordered, "limit": 100, "offset": 0, "more": False, "total": None}, ensure_ascii=False, indent=2) + "\n"
