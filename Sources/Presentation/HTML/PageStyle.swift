/// How a page looks. Six colours that stay apart for the colour-blind (after the palette of Okabe and Ito), and a pattern
/// for each, so that they also do in black-and-white print; numbers stand beside every bar.
enum PageStyle {
  /// What the bars are filled with.
  static let patterns: Markup = """
    <svg class="fills" width="0" height="0" aria-hidden="true"><defs>
    <pattern id="stale" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="ground" width="8" height="8"/>
    <path d="M-2 2l4-4M0 8l8-8M6 10l4-4"/></pattern>
    <pattern id="old" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="ground" width="6" height="6"/>
    <circle cx="3" cy="3" r="1.1"/></pattern>
    <pattern id="lost" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="ground" width="8" height="8"/>
    <path d="M0 0l8 8M8 0l-8 8"/></pattern>
    <pattern id="new-id" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="ground" width="6" height="6"/>
    <path d="M3 0v6"/></pattern>
    <pattern id="error" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="ground" width="6" height="6"/>
    <path d="M0 3h6"/></pattern>
    </defs></svg>
    """

  static let rules: Markup = """
    :root { color-scheme: light dark; --ground: #fff; --ink: #1b1f24; --faint: #5b6570; --line: #d4d9de; --box: #f3f5f7;
      --kept: #9ccfe8; --stale: #e69f00; --old: #f0e442; --lost: #e8774a; --new-id: #d99abf; --error: #767c83;
      --mark: #1b1f24; --loss: #d55e00; --gain: #0072b2; --good: #0072b2; --bad: #b84300; }
    @media screen and (prefers-color-scheme: dark) { :root { --ground: #14171a; --ink: #e6e9ec; --faint: #a0a9b2;
      --line: #3a4148; --box: #1f2428; --kept: #2f6f93; --stale: #a87400; --old: #8f8700; --lost: #b34a12;
      --new-id: #92507a; --error: #565c63; --mark: #f4f6f8; --loss: #e8774a; --gain: #56b4e9; --good: #56b4e9;
      --bad: #ff9561; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: anywhere;
      font: 16px/1.45 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
    main { max-width: 72rem; margin: 0 auto; padding: 1rem 1rem 3rem; }
    h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0 1rem; }
    h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; }
    h3 { font-size: 1rem; margin: 1.4rem 0 .3rem; }
    code { font: .85em ui-monospace, "DejaVu Sans Mono", monospace; color: var(--faint); }
    .verdict { border-left: .4rem solid var(--bad); background: var(--box); padding: .7rem 1rem; font-size: 1.15rem; }
    .verdict.good { border-color: var(--good); }
    .verdict p { margin: .2rem 0; }
    ul, ol, dl { margin: .5rem 0; padding: 0; }
    section > ul { padding-left: 1.2rem; }
    section > .legend, .nodes, .steps, section > .gains { list-style: none; padding: 0; }
    .legend { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); gap: .3rem 1.5rem;
      font-size: .9rem; }
    .legend li { display: flex; gap: .6rem; align-items: start; }
    .swatch { flex: none; width: 1.6rem; height: 1rem; margin-top: .2rem; }
    .steps li { border-top: 1px solid var(--line); padding: .45rem 0; break-inside: avoid; }
    .event { background: var(--box); padding-left: .6rem !important; }
    .summary, .events, .wait { font-size: .85rem; color: var(--faint); }
    .page { display: grid; gap: .2rem 1rem; }
    .bar { display: block; width: 100%; height: 1.6rem; }
    .bar text { font-size: .8rem; font-weight: 600; text-anchor: middle; dominant-baseline: central; fill: var(--ink);
      stroke: var(--ground); stroke-width: 4px; stroke-linejoin: round; paint-order: stroke; }
    .bar rect, .swatch rect { stroke: var(--ground); stroke-width: 1px; }
    .kept { fill: var(--kept); } .stale { fill: url(#stale); } .old { fill: url(#old); } .lost { fill: url(#lost); }
    .new-id { fill: url(#new-id); } .error { fill: url(#error); }
    .fills { position: absolute; } .fills path { stroke: var(--mark); stroke-width: 1px; fill: none; }
    .fills circle { fill: var(--mark); }
    #stale .ground { fill: var(--stale); } #old .ground { fill: var(--old); } #lost .ground { fill: var(--lost); }
    #new-id .ground { fill: var(--new-id); } #error .ground { fill: var(--error); }
    .wait { display: flex; gap: .6rem; align-items: center; min-height: 1rem; }
    .wait:empty { display: none; }
    .wait span { white-space: nowrap; }
    .amount { flex: 1; max-width: 10rem; height: .6rem; background: var(--box); }
    .amount rect { fill: var(--faint); }
    .gains li { display: grid; grid-template-columns: 5rem minmax(5rem, 1fr) 5rem; gap: 0 .6rem; align-items: center;
      font-size: .85rem; padding: .1rem 0; break-inside: avoid; }
    .gains .what { grid-column: 1 / -1; }
    .loses { text-align: right; }
    .moves { width: 100%; height: 1rem; background: var(--box); }
    .loss { fill: var(--loss); } .gain { fill: var(--gain); } .axis { fill: var(--ink); }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; font-size: .85rem; width: 100%; }
    caption { text-align: left; color: var(--faint); padding-bottom: .3rem; }
    th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid var(--line);
      min-width: 4rem; }
    th[scope=row] { font-weight: normal; min-width: 11rem; } td:last-child:not(.number) { min-width: 16rem; }
    thead th { vertical-align: bottom; overflow-wrap: normal; }
    .number { text-align: right; font-variant-numeric: tabular-nums; }
    td.number { white-space: nowrap; }
    dl { display: grid; grid-template-columns: fit-content(8rem) 1fr; gap: .25rem 1rem; }
    dt { color: var(--faint); } dd { margin: 0; } dd code { color: inherit; }
    .nodes { columns: 20rem auto; font-size: .9rem; } .nodes li { break-inside: avoid; }
    @media (min-width: 50rem), print {
      .page { grid-template-columns: 15rem 1fr 11rem; align-items: start; }
      .prompt .page { grid-template-columns: 15rem 1fr; } .wait:empty { display: block; }
      .prompt .wait:empty { display: none; }
      .wait { min-height: 1.6rem; }
      .gains li { grid-template-columns: 20rem 5rem 1fr 5rem; }
      .gains .what { grid-column: auto; }
    }
    @media print {
      html { font-size: 10pt; } body { font-size: 1rem; } main { max-width: none; padding: 0; } h2 { break-after: avoid; }
      .page { grid-template-columns: 11rem 1fr 8rem; } .prompt .page { grid-template-columns: 11rem 1fr; }
      .scroll { overflow: visible; } table { font-size: 7.5pt; } thead { display: table-header-group; }
      th, td { padding: .15rem .25rem; min-width: 0 !important; } tr { break-inside: avoid; }
      .verdict, .event, .bar, .amount, .moves { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }
    """
}
