namespace PersonaGrain.Cli.Reports.Html;

/// <summary>How the page looks: light and dark as the reader's system is, and in one column on a narrow screen.</summary>
internal static class HtmlStyle
{
    internal const string Css = """
        :root { color-scheme: light dark; --ink: #1b1f24; --quiet: #5b6470; --page: #ffffff; --panel: #f4f6f8; --line: #d5dae0; --above: #0b6e99; --below: #b4511b; --none: #9aa3ad; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e8ebee; --quiet: #a3acb6; --page: #14171a; --panel: #1e2328; --line: #39414a; --above: #4db3de; --below: #e8935c; --none: #6d7680; }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 62rem; padding: 1rem; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0; }
        h2 { font-size: 1.3rem; margin: 0; }
        h3 { font-size: 1rem; margin: 1.25rem 0 .4rem; }
        p { margin: .3rem 0; }
        .quiet { color: var(--quiet); font-size: .9rem; }
        section { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        table { overflow-wrap: normal; }
        td:first-child { min-width: 6.5rem; overflow-wrap: break-word; }
        a { color: var(--above); }
        th { color: var(--quiet); font-weight: 600; }
        td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .rows { display: grid; grid-template-columns: minmax(9rem, 17rem) 1fr minmax(9.5rem, auto); gap: .3rem .75rem; align-items: center; font-size: .9rem; margin: 0; padding: 0; list-style: none; }
        .rows li { display: contents; }
        .rows svg { width: 100%; height: 1.25rem; display: block; }
        .rows .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .axis { stroke: var(--quiet); stroke-width: 1; vector-effect: non-scaling-stroke; }
        .grid { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
        .above { fill: var(--above); } .below { fill: var(--below); } .none { fill: var(--none); }
        .interval { stroke: var(--ink); stroke-width: 1.5; vector-effect: non-scaling-stroke; }
        .flow { width: 100%; height: 7rem; display: block; }
        .ends { display: flex; justify-content: space-between; gap: 1rem; }
        .heat text { fill: var(--ink); font: 13px system-ui, sans-serif; }
        .heat text.strong { fill: var(--page); }
        .heat rect { fill: var(--above); }
        .key { display: inline-block; width: .8rem; height: .8rem; border-radius: 2px; vertical-align: -1px; margin: 0 .25rem 0 .6rem; }
        summary { cursor: pointer; margin-top: 1rem; color: var(--quiet); }
        @media (max-width: 40rem) {
          .rows { grid-template-columns: 1fr auto; gap: .1rem .5rem; }
          .rows svg { grid-column: 1 / -1; grid-row: auto; order: 0; margin-bottom: .5rem; }
          .rows li { display: grid; grid-template-columns: subgrid; grid-column: 1 / -1; }
          .rows li > .n { grid-row: 1; grid-column: 2; }
          .rows li > svg { grid-row: 2; }
          .rows svg:not(:has(rect)) { display: none; }
        }
        """;
}
