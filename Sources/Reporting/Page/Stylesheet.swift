/// How the page looks: on paper, on a telephone, in light and in dark.
///
/// Colours are variables; plots take theirs from the same ones. Every text has a contrast of 4.5 and more against what is
/// behind it.
enum Stylesheet {
    static let text = """

        :root {
          color-scheme: light dark;
          --paper: #ffffff; --wash: #f5f7f9; --ink: #1b1f24; --muted: #59626d; --line: #d8dde3; --band: #e9edf2;
          --arm-0: #59626d; --arm-1: #0b63a5; --arm-2: #8a4f9e; --arm-3: #8a6200; --arm-4: #00776b; --arm-5: #b0325c;
          --better: #00776b; --worse: #bf4a00;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #14171b; --wash: #1c2026; --ink: #e9ecef; --muted: #a3acb7; --line: #343b44; --band: #262c34;
            --arm-0: #a3acb7; --arm-1: #62b1f2; --arm-2: #cf9be0; --arm-3: #d9ae46; --arm-4: #3fc4b3; --arm-5: #f08bab;
            --better: #3fc4b3; --worse: #f59a57;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--paper); color: var(--ink);
          font: 15px/1.55 Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
          font-variant-numeric: tabular-nums; overflow-wrap: break-word;
        }
        main, header, footer { max-width: 1108px; margin: 0 auto; padding: 0 24px; }
        header { padding-top: 44px; }
        .eyebrow { margin: 0; color: var(--muted); font-size: 13px; }
        h1 { margin: 2px 0 0; font-size: 19px; line-height: 1.35; font-weight: 600; }
        h2 { margin: 0 0 14px; font-size: 19px; line-height: 1.35; font-weight: 600; }
        h3 { margin: 0 0 8px; font-size: 15px; font-weight: 600; }
        section { margin: 52px 0 0; }
        section section { margin: 36px 0 0; }
        p { margin: 0 0 10px; }
        .note { color: var(--muted); font-size: 13.5px; max-width: 76ch; }
        .changed { margin: 16px 0 0; }
        .answer { margin: 26px 0 0; padding: 2px 0 2px 20px; border-left: 4px solid var(--muted); }
        .answer + .answer { margin-top: 22px; }
        .answer.better { border-color: var(--better); }
        .answer.worse, .answer.invalid { border-color: var(--worse); }
        .answer .sentence { margin: 4px 0 0; font-size: 24px; line-height: 1.38; font-weight: 500; max-width: 40em;
          letter-spacing: -0.006em; text-wrap: pretty; }
        .answer .alert { margin: 10px 0 0; font-weight: 600; color: var(--worse); }
        .badge { font-size: 13px; font-weight: 700; letter-spacing: 0.02em; color: var(--muted); margin: 0; }
        .better > .badge, td.better { color: var(--better); }
        .worse > .badge, .invalid > .badge, td.worse, td.invalid { color: var(--worse); }
        td.better, td.worse, td.invalid { font-weight: 600; }
        .key { display: flex; flex-wrap: wrap; gap: 14px 44px; margin: 26px 0 0; padding: 0; }
        .key div { min-width: 0; }
        .key dt, .key dd { overflow-wrap: anywhere; }
        .key dt { color: var(--muted); font-size: 13px; }
        .key dd { margin: 0; font-size: 17px; font-weight: 500; }
        .key .unit { color: var(--muted); font-size: 14px; font-weight: 400; }
        .plots { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 36px 16px; }
        figure { margin: 0; min-width: 0; }
        figure.wide { grid-column: 1 / -1; }
        figcaption { margin-top: 6px; color: var(--muted); font-size: 13px; max-width: 76ch; }
        .picture svg { display: block; overflow: visible; max-width: 100%; height: auto; }
        .picture svg text { font-family: inherit; font-variant-numeric: tabular-nums; }
        .picture.narrow { display: none; }
        .scroll { overflow-x: auto; max-width: 100%; }
        .scroll:focus-visible { outline: 2px solid var(--arm-1); outline-offset: 3px; }
        table { border-collapse: collapse; min-width: 100%; font-size: 13.5px; line-height: 1.4; }
        caption { text-align: left; color: var(--muted); font-size: 13px; padding: 0 0 8px; }
        caption span { display: inline-block; position: sticky; left: 0; max-width: min(84ch, calc(100vw - 48px)); }
        thead th:first-child, tbody th { position: sticky; left: 0; background: var(--paper); }
        th, td { padding: 7px 16px 7px 0; text-align: left; vertical-align: baseline; white-space: nowrap; }
        th:last-child, td:last-child { padding-right: 0; }
        th { font-weight: 500; }
        thead th { color: var(--muted); font-weight: 500; font-size: 13px; border-bottom: 1px solid var(--muted);
          vertical-align: bottom; }
        tbody tr > * { border-bottom: 1px solid var(--line); }
        .number { text-align: right; }
        td.hash { font: 12px/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        .facts { display: grid; grid-template-columns: fit-content(45%) minmax(0, 1fr); gap: 5px 22px; margin: 0 0 26px; font-size: 14px; }
        .facts dt { color: var(--muted); overflow-wrap: anywhere; min-width: 0; }
        .facts dd { margin: 0; overflow-wrap: anywhere; }
        footer { margin-top: 60px; padding-bottom: 44px; color: var(--muted); font-size: 13px; }
        @media (max-width: 900px) { .plots { grid-template-columns: minmax(0, 1fr); } }
        @media (max-width: 600px) {
          main, header, footer { padding: 0 18px; }
          header { padding-top: 24px; }
          .answer { padding-left: 14px; }
          .answer .sentence { font-size: 19px; }
          section { margin-top: 40px; }
          caption span { max-width: calc(100vw - 36px); }
          tbody th { white-space: normal; overflow-wrap: anywhere; min-width: 6em; max-width: 44vw; }
          .key { gap: 12px 28px; }
          .picture.wide { display: none; }
          .picture.narrow { display: block; }
        }
        @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
        @media print {
          :root { color-scheme: light; --paper: #ffffff; --ink: #1b1f24; --muted: #59626d; --line: #d8dde3;
            --band: #e9edf2; --arm-0: #59626d; --arm-1: #0b63a5; --arm-2: #8a4f9e; --arm-3: #8a6200; --arm-4: #00776b;
            --arm-5: #b0325c; --better: #00776b; --worse: #bf4a00; }
          @page { margin: 16mm; }
          body { font-size: 10pt; }
          main, header, footer { max-width: none; padding: 0; }
          figure, .answer, tr { break-inside: avoid; }
          h2, h3 { break-after: avoid; }
          .plots { grid-template-columns: repeat(2, minmax(0, 1fr)); }
          .scroll { overflow: visible; }
          caption span { max-width: none; }
          table { font-size: 7.5pt; }
          th, td { padding: 4px 9px 4px 0; white-space: normal; }
          td.hash { font-size: 6.5pt; overflow-wrap: anywhere; }
          td.number, td.word { white-space: nowrap; }
        }

        """
}
