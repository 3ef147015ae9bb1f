import DebriefCLI

Program.main()
