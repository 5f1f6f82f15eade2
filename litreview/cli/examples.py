"""An example for the help of each command, in one place, so that a test can run over them."""

from __future__ import annotations

import click

EXAMPLES = {
    "init": ('litreview init --title "Mentoring at work" --question "Does it help?"',),
    "status": ("litreview status", "litreview -C my-review status --json"),
    "load": (
        "litreview load *.ris",
        'litreview load trials.csv --source "A register" --kind register --date 2026-11-24',
    ),
    "unload": ('litreview unload trials-1a2b --because "exported with the wrong filter"',),
    "search lint": (
        "litreview search lint medline.txt --syntax ovid",
        "litreview search lint search_strings/core.en.strategy.txt --json",
    ),
    "search translate": (
        "litreview search translate medline.txt --from ovid --to pubmed > pubmed.txt",
        "litreview search translate medline.txt --from ovid --to all",
    ),
    "dump": ("litreview dump --included --format ris > included.ris",),
    "dedup run": ("litreview dedup run",),
    "dedup unsure": ("litreview dedup unsure --limit 5",),
    "dedup join": (
        "litreview dedup join medline-1a2b:7 eric-3c4d:9 --dry-run",
        'litreview dedup join medline-1a2b:7 eric-3c4d:9 --because "same trial, same pages"',
    ),
    "dedup split": (
        "litreview dedup split eric-3c4d:9",
        "litreview dedup split medline-1a2b:7 eric-3c4d:9",
    ),
    "screen": (
        "litreview screen --reviewer ann",
        "litreview screen --decide medline-1a2b:7=exclude --because population --reviewer ann",
        "litreview screen --affected --reviewer ann",
        "litreview screen --plain --reviewer ann",
    ),
    "screen agreement": (
        "litreview screen agreement",
        "litreview screen agreement --stage full-text --votes final --maybe include",
        "litreview screen agreement --calibration",
    ),
    "screen allocate": (
        "litreview screen allocate --stage title-abstract",
        "litreview screen allocate --join cleo",
        'litreview screen allocate --leave bo --note "changed jobs"',
    ),
    "screen order": (
        "litreview screen order --stage title-abstract --reviewer ann -o order.csv",
        "litreview screen order --reviewer ann --verify",
        "litreview screen order --stage full-text --export decided.csv",
    ),
    "screen prime": (
        "litreview screen prime earlier.csv --name first-version",
        "litreview screen prime ../earlier-review",
        "litreview screen prime --list",
    ),
    "screen stop": (
        "litreview screen stop",
        "litreview screen stop --check 40 --reviewer ann",
        "litreview screen stop --declare --rule random-check --reviewer ann",
        'litreview screen stop --resume --note "a new theme came up" --reviewer ann',
    ),
    "screen simulate": (
        "litreview screen simulate labelled.csv --seed 3 -o order.csv",
        "litreview screen simulate labelled.csv --prior criteria --criteria @criteria.txt",
        "litreview screen simulate labelled.csv --recipe elas_u4 --prior 5+5 --json",
    ),
    "conflicts": (
        "litreview conflicts --by cleo",
        "litreview conflicts --resolve medline-1a2b:7=include --by ann",
        "litreview conflicts --undo medline-1a2b:7 --by ann",
    ),
    "show": ("litreview show medline-1a2b:7",),
    "fulltext find": (
        "litreview fulltext find",
        "litreview fulltext find --source openalex --note-missing",
    ),
    "fulltext attach": ("litreview fulltext attach medline-1a2b:7 paper.pdf",),
    "fulltext missing": (
        "litreview fulltext missing",
        'litreview fulltext missing medline-1a2b:7 --because "not held by any library"',
    ),
    "link": ("litreview link", "litreview link medline-1a2b:7 eric-3c4d:9 --study example-2015"),
    "extract import": (
        "litreview extract import estimate effects.csv --extractor ann",
        "litreview extract import estimate coded.csv --extractor ann --amend",
        "litreview extract import rows.xlsx --dry-run",
    ),
    "extract next": ("litreview extract next --extractor ann",),
    "extract form": (
        "litreview extract form --study EXAMPLE",
        "litreview extract form cost-benefit --study EXAMPLE --row EXAMPLE-2",
    ),
    "extract sheet": (
        "litreview extract sheet rows.xlsx",
        "litreview extract sheet one.xlsx --study EXAMPLE --form estimate --form cost-component",
    ),
    "extract done": ("litreview extract done EXAMPLE",),
    "extract compare": (
        "litreview extract compare",
        "litreview extract compare --all --study EXAMPLE",
    ),
    "extract settle": (
        "litreview extract settle a4acf3e2 --take ann",
        "litreview extract settle a4acf3e2 --from se=ann --value evaluation_method=RCT",
    ),
    "money convert": (
        "litreview money convert 28290 --from USD --price-year 2013 --to DKK --year 2023",
        "litreview money convert 45 --from DEM --price-year 1998 --to DKK --year 2023",
    ),
    "money discount": (
        "litreview money discount --rate 3% --amounts '500 500 500'",
        "litreview money discount years.csv --rate 0.03 --timing middle --annuity 10",
        "litreview money discount --rate 3% --total 5000 --total-year 2010 --base-year 2015",
    ),
    "money tables": (
        "litreview money tables",
        "litreview money tables --country Bulgaria",
    ),
    "money update": (
        "litreview money update",
        "litreview money update --series ppp --dry-run",
        "litreview money update --tables figures",
    ),
    "plot": (
        "litreview plot gap-map --svg gaps.svg --html gaps.html",
        "litreview plot rob --from-csv judgements.csv --png rob.png",
        "litreview plot funnel --from-csv effects.csv --theme grey --png funnel.png",
    ),
    "synth effects": (
        "litreview synth effects",
        "litreview synth effects --domain earnings --csv earnings.csv",
    ),
    "synth fit": (
        "litreview synth fit",
        "litreview synth fit --domain earnings --measure ROM",
        "litreview synth fit effects.csv --json",
        "litreview synth fit effects.csv --tau2 PM --ci knapp-hartung --subgroup design",
        "litreview synth fit effects.csv --cluster study --rho 0.6 --mods design,year",
        "litreview synth fit tables.csv --measure OR --method MH",
    ),
    "synth sensitivity": (
        "litreview synth sensitivity effects.csv --tau2 DL",
        "litreview synth sensitivity effects.csv --cluster study",
    ),
    "synth vote": (
        "litreview synth vote",
        "litreview synth vote directions.csv",
        "litreview synth vote effects.csv --better higher --json",
        "litreview synth vote directions.csv --jobeffekter",
    ),
    "synth matrix": ("litreview synth matrix", "litreview synth matrix results.csv"),
    "extract check": ("litreview extract check",),
    "prisma": (
        "litreview prisma --svg flow.svg --png flow.png",
        "litreview prisma --explain records_excluded",
        "litreview prisma --at 2026-06-30",
        "litreview prisma --from-csv PRISMA.csv --svg checked.svg",
    ),
    "prisma diff": (
        "litreview prisma diff 2026-06-30",
        "litreview prisma diff ../first-version .",
        "litreview prisma diff printed.csv flow.svg",
    ),
    "prisma correct": (
        'litreview prisma correct excluded_automatic 7 --because "removed in the database"',
        "litreview prisma correct excluded_automatic --undo",
    ),
    "prisma aside": (
        'litreview prisma aside medline-1a2b:7 --as ongoing --because "registered, no results"',
        "litreview prisma aside medline-1a2b:7 --undo",
    ),
    "prisma pooled": (
        'litreview prisma pooled trial-a trial-b --because "employment at 12 months"',
        "litreview prisma pooled --poolable",
    ),
    "prisma tool": ('litreview prisma tool sorter "Sorter 2.1"', "litreview prisma tool"),
    "checklist": (
        "litreview checklist prisma-2020",
        "litreview checklist prisma-scr --docx scoping.docx",
    ),
    "table": (
        "litreview table characteristics",
        "litreview table effects --columns study,outcome,effect --csv effects.csv",
    ),
    "report": ("litreview report", "litreview report --out appendix"),
    "check": ("litreview check",),
    "log show": ("litreview log show --last 50", "litreview log show --about medline-1a2b:7"),
    "log export": ("litreview log export > events.jsonl",),
    "log seal": (
        "litreview log seal --reviewer ann --out ann.seal",
        "litreview log seal --reviewer bo --note ann.seal",
    ),
    "log verify": ("litreview log verify",),
    "search filter": ("litreview search filter core.txt results.ris --from ovid --kept meant.ris",),
    "search suggest": (
        "litreview search suggest --gold known.ris --background first-pass.ris",
        "litreview search suggest --language da --strategy core.da",
    ),
    "search report": ("litreview search report", "litreview search report --json"),
    "search history export": (
        'litreview search history export --out histories --author "Ada Example"',
        "litreview search history export medline-1a2b --searchrxiv",
    ),
    "search history read": ("litreview search history read medline-1a2b_search_history.json",),
    "search test": ("litreview search test", "litreview search test core.en --json"),
    "search update": (
        "litreview search update",
        "litreview search update eric-core-1a2b --full --json",
    ),
    "search log": (
        "litreview search log --source 'A ministry' --kind organisation --url https://example.org",
        "litreview search log --source 'A site' --kind website --query mentoring --found site.csv",
    ),
    "harvest": (
        "litreview harvest --cite",
        "litreview harvest --cite --direction forward --source opencitations --study trial",
    ),
    "search run": (
        "litreview search run --source eric --strategy core.en",
        "litreview search run --source openalex --source pubmed --strategy core.en --from 2015",
        "litreview search run --source all --query 'mentor AND unemployed' --dry-run",
    ),
    "search count": (
        "litreview search count core.en",
        "litreview search count core.en --source openalex --save",
    ),
    "search compile": (
        "litreview search compile",
        "litreview search compile core.en --to pubmed --to openalex",
        "litreview search compile --check",
    ),
    "search press": ("litreview search press core.en",),
    "doctor": ("litreview doctor", "litreview doctor openalex", "litreview doctor --offline"),
    "log merge": ("litreview log merge ../review-of-bo",),
}


def with_examples(name: str, command: click.Command) -> click.Command:
    """`command`, and those below it, with their examples at the end of their help."""
    if isinstance(command, click.Group):
        for below, one in command.commands.items():
            with_examples(f"{name} {below}", one)
    lines = EXAMPLES.get(name, ())
    if lines and not command.epilog:
        head = "Example:" if len(lines) == 1 else "Examples:"
        command.epilog = "\n".join(["\b", head, *(f"  {line}" for line in lines)])
    return command
