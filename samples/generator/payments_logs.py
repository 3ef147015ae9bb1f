"""The container logs of the payments incident."""

from core import SECOND
from logs import CRILog, KubectlLog, ecs, klog, log_path, logfmt, nanos, spread

# Asked for a connection while both are lent out; the wording is HikariCP's.
POOL_ERROR = "HikariPool-1 - Connection is not available, request timed out after {ms}ms (total=2, active=2, idle=0, waiting={waiting})"
FRAMES = """\
\tat com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:696)
\tat com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:197)
\tat com.zaxxer.hikari.HikariDataSource.getConnection(HikariDataSource.java:128)
\tat com.example.payments.ledger.LedgerRepository.reserve(LedgerRepository.java:88)
\tat com.example.payments.card.CardAuthorizer.authorize(CardAuthorizer.java:142)
\tat com.example.payments.http.AuthorizeHandler.handle(AuthorizeHandler.java:57)
\tat java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1144)
\tat java.base/java.lang.Thread.run(Thread.java:1583)""".split("\n")


def payments_logs(story):
    """Path → text: two crash-looping pods as they were at 18:31:40, and one pod after the rollback."""
    files = {}
    for pod in story.bad[:2]:
        lives = [(index, run) for index, run in enumerate(pod.runs) if run.start < story.during]
        # The kubelet keeps the current container and the one before it.
        for index, run in lives[-2:]:
            files[log_path(story.cluster, pod, index)] = bad_life(story, pod, run, index)
    pod = story.good[0]
    files[log_path(story.cluster, pod, 0)] = good_life(story, pod)
    return files


def boot(log, pod, t, version, pool):
    for offset, logger, message in (
        (0.9, "com.example.payments.Main", f"Starting payments {version} on {pod.name}"),
        (2.3, "com.zaxxer.hikari.HikariDataSource", "HikariPool-1 - Starting..."),
        (2.9, "com.zaxxer.hikari.pool.HikariPool", f"HikariPool-1 - Pool created, maximumPoolSize={pool}"),
        (4.8, "com.example.payments.http.Server", "Listening on 0.0.0.0:8080"),
    ):
        at = t + round(offset * SECOND)
        log.add(at, ecs(at, "INFO", message, logger))


def bad_life(story, pod, run, index):
    s = story.scenario
    rng = s.rng(f"log/{pod.name}/{index}")
    log = CRILog()
    until = min(run.end, story.during)
    boot(log, pod, run.start, "2.31.0", 2)
    if index == 6 or index == 5:
        dump_config(log, run.start + round(5.1 * SECOND))
    for t in spread(rng, run.ready, until - SECOND, 1.7):
        if t < run.ready + 4 * SECOND:
            log.add(t, ecs(t, "INFO", f"authorized order {order(rng)} in {rng.randrange(61, 240)} ms", "com.example.payments.card.CardAuthorizer",
                           **{"trace.id": trace(rng)}))
        else:
            message = POOL_ERROR.format(ms=rng.randrange(3000, 3009), waiting=rng.randrange(11, 64))
            log.add(t, ecs(t, "ERROR", f"authorization of order {order(rng)} failed: {message}", "com.example.payments.http.AuthorizeHandler",
                           **{"trace.id": trace(rng), "error.type": "java.sql.SQLTransientConnectionException"}))
    if until == run.end:
        t = run.end - round(0.6 * SECOND)
        log.add(t, ecs(t, "FATAL", "no connection for 30 s, giving up", "com.example.payments.ledger.PoolGuard"))
        text = POOL_ERROR.format(ms=3001, waiting=64)
        log.block(t + 90_000_000, [f'Exception in thread "pool-guard" java.lang.IllegalStateException: {text}',
                                   "\tat com.example.payments.ledger.PoolGuard.check(PoolGuard.java:41)",
                                   "\tat java.base/java.lang.Thread.run(Thread.java:1583)",
                                   f"Caused by: java.sql.SQLTransientConnectionException: {text}", *FRAMES[:6], "\t... 4 more"])
    return log.text()


def dump_config(log, t):
    """A line beyond the runtime's limit: it arrives in parts."""
    routes = ",".join(f"bin-{number:06d}=acquirer-{number % 7}" for number in range(400_000, 400_780))
    log.add(t, ecs(t, "DEBUG", f"effective configuration: DB_POOL_MAX=2 DB_POOL_TIMEOUT_MS=3000 REQUEST_THREADS=64 ROUTES={routes}",
                   "com.example.payments.Main"))


def good_life(story, pod):
    s = story.scenario
    rng = s.rng(f"log/{pod.name}")
    log = CRILog()
    run = pod.runs[0]
    boot(log, pod, run.start, "2.30.4", 20)
    for t in spread(rng, run.ready, story.end, 9):
        log.add(t, ecs(t, "INFO", f"authorized order {order(rng)} in {rng.randrange(58, 210)} ms", "com.example.payments.card.CardAuthorizer",
                       **{"trace.id": trace(rng)}))
        if rng.random() < 0.02:
            log.add(t + 700_000, ecs(t + 700_000, "WARN", f"acquirer-{rng.randrange(7)} declined order {order(rng)}: do not honour",
                                     "com.example.payments.card.CardAuthorizer"))
    return log.text()


def checkout_log(story):
    """`kubectl logs -l app.kubernetes.io/name=checkout -n shop --timestamps --prefix`."""
    log = KubectlLog()
    for pod in story.checkout:
        rng = story.scenario.rng(f"log/{pod.name}")
        for t in spread(rng, story.scenario.at("17:20:00"), story.scenario.at("18:56:00"), 42):
            log.add(pod, t, request_line(story, rng, t))
        for t in spread(rng, story.scenario.at("18:13:37"), story.scenario.at("18:39:37"), 9):
            if rng.random() < story.errors(t):
                log.add(pod, t, failed_line(rng, t))
                if rng.random() < 0.15:
                    log.add(pod, t + 2_000_000, logfmt(t + 2_000_000, "warn", "using fallback provider", provider="acquirer-reserve", order=order(rng)))
            if rng.random() < 0.02:
                log.add(pod, t + SECOND, logfmt(t + SECOND, "warn", "circuit breaker opened", upstream="payments", failures=50, window="10s"))
    return log.text()


def request_line(story, rng, t):
    took = rng.lognormvariate(-2.1, 0.4)
    if rng.random() < 0.03:
        return logfmt(t, "info", "cart refreshed", cart=trace(rng)[:12], items=rng.randrange(1, 14))
    return logfmt(t, "info", "order placed", order=order(rng), status=201, dur=f"{took:.3f}s", trace=trace(rng)[:16])


def failed_line(rng, t):
    error = rng.choice(('Post "http://payments.shop.svc:8080/v1/authorize": context deadline exceeded', "payments answered 503 Service Unavailable",
                        'Post "http://payments.shop.svc:8080/v1/authorize": dial tcp 10.43.18.7:8080: connect: connection refused'))
    return logfmt(t, "error", "payment failed", order=order(rng), status=503, err=error, dur=f"{rng.uniform(2.9, 3.1):.3f}s", trace=trace(rng)[:16])


def controller_log(story):
    """klog lines of kube-controller-manager, as `kubectl logs --timestamps` prints them."""
    s = story.scenario
    rng = s.rng("log/controller")
    lines = []
    for event in story.events.events:
        if event["component"] == "deployment-controller" and not hasattr(event["involved"], "workload"):
            kind, namespace, name = event["involved"]
            lines.append((event["first"] + rng.randrange(3_000_000), "I", "event.go:389",
                          f'"Event occurred" object="{namespace}/{name}" fieldPath="" kind="{kind}" apiVersion="apps/v1" type="Normal" '
                          f'reason="{event["reason"]}" message="{event["message"]}"'))
    for t in spread(rng, s.at("17:30:00"), s.at("18:58:00"), 75):
        lines.append((t, "I", "garbagecollector.go:203", '"syncing garbage collector with updated resources from discovery" '
                      f'logger="garbage-collector-controller" diff="added: [], removed: []" attempt={rng.randrange(1, 3)}'))
    lines.append((s.at("18:38:04.120"), "W", "reflector.go:484", "k8s.io/client-go/informers/factory.go:160: watch of *v1.PodDisruptionBudget ended with: "
                  "very short watch: Unexpected watch close - watch lasted less than a second and no items received"))
    return "".join(f"{nanos(t + 61_000)} {klog(t, level, 1, place, text)}\n" for t, level, place, text in sorted(lines))




def order(rng):
    return f"{rng.randrange(10_000_000, 99_999_999)}"


def trace(rng):
    return f"{rng.getrandbits(128):032x}"
