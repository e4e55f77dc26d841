namespace SessionStore.Rehearsal.Reports;

/// <summary>
/// The page's style sheet. It has no "greater than" and no ampersand, which XML would write in a way that style sheets do not read.
/// </summary>
internal static class PageStyle
{
    public const string Text = """
        :root { color-scheme: light dark; --ink: #1c2530; --soft: #55606e; --paper: #fff; --card: #f4f6f9; --faint: #cfd6de;
          --shade: #f6c7c266;
          --one: #0b6bcb; --two: #b34f0a; --three: #7b3fb8; --bad: #b3261e; --warn: #8a5a00; --good: #1a7f37; --on: #fff }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #a5b0bd; --paper: #12171e; --card: #1b222b; --faint: #37404c;
          --shade: #8c2f2966; --one: #6cb2ff; --two: #ff9f5a; --three: #c9a0ff; --bad: #ff8a80; --warn: #ffca6a; --good: #6fdc8c;
          --on: #12171e } }
        * { box-sizing: border-box }
        body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 64rem; margin: 0 auto;
          padding: 1rem; overflow-wrap: anywhere; -webkit-text-size-adjust: 100% }
        h1 { font-size: 1.4rem; margin: 0 } h2 { font-size: 1.2rem; margin: 2.5rem 0 0 } h3 { font-size: 1rem; margin: 1.5rem 0 .3rem }
        p { margin: .3rem 0 } a { color: var(--one) } .soft { color: var(--soft) }
        .verdict { font-weight: 600 } .kept .mark, .verdict.kept { color: var(--good) } .broken .mark, .verdict.broken { color: var(--bad) }
        .unknown .mark, .verdict.unknown { color: var(--warn) }
        .promises { list-style: none; padding: 0; margin: .5rem 0 } .promises li { padding-left: 1.6rem; text-indent: -1.6rem }
        .mark { display: inline-block; width: 1.6rem; text-indent: 0; font-weight: 600 } .broken .seen { font-weight: 600 }
        dl { margin: .8rem 0; display: grid; gap: .5rem; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)) }
        dl div { background: var(--card); border-radius: .4rem; padding: .5rem .7rem } dt { color: var(--soft); font-size: .85rem }
        dd { margin: 0 } .figures div { display: flex; flex-direction: column-reverse; justify-content: flex-end }
        .figures dd { font-size: 1.3rem; font-weight: 600; font-variant-numeric: tabular-nums }
        figure { margin: 1rem 0 } figcaption { color: var(--soft); font-size: .85rem }
        .legend { list-style: none; padding: 0; margin: .4rem 0; display: flex; flex-wrap: wrap; gap: .1rem 1rem; font-size: .85rem }
        .legend i { display: inline-block; width: 1.6rem; height: .8rem; margin-right: .4rem; vertical-align: -.1rem }
        .legend .region0 { border-top: 3px solid var(--one); height: .3rem }
        .legend .region1 { border-top: 3px dashed var(--two); height: .3rem }
        .legend .region2 { border-top: 3px dotted var(--three); height: .3rem }
        .legend .refused { background: var(--warn) } .legend .failed { background: var(--bad) } .legend .givenup { background: var(--ink) }
        .legend .outage, .label { background: var(--shade); border-left: 2px solid var(--bad) }
        .plot, .labels, .numbers, .ticks, .record { position: relative } .plot { font-size: .75rem; line-height: 1.2 }
        .label, .numbers span, .ticks span { position: absolute; white-space: nowrap } .label { padding: 0 .3rem; font-weight: 600 }
        .lane { margin: .4rem 0 } .most { white-space: nowrap }
        .title { display: flex; justify-content: space-between; gap: 1rem; color: var(--soft) }
        .lane svg { display: block; width: 100%; height: 6rem; border-bottom: 1px solid var(--faint); overflow: hidden }
        .lane svg .outage { fill: var(--shade) } .lane svg .refused { fill: var(--warn) } .lane svg .failed { fill: var(--bad) }
        .lane svg .givenup { fill: var(--ink) }
        polyline { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke; stroke-linejoin: round }
        polyline.region0 { stroke: var(--one) }
        polyline.region1 { stroke: var(--two); stroke-dasharray: 7 3 } polyline.region2 { stroke: var(--three); stroke-dasharray: 2 2 }
        .record { height: 1.4rem }
        .record span { position: absolute; top: 0; bottom: 0; overflow: hidden; white-space: nowrap; color: var(--on);
          padding: .1rem 0; text-indent: .3rem; border-right: 1px solid var(--paper); text-overflow: ellipsis }
        .record .region0 { background: var(--one) } .record .region1 { background: var(--two) }
        .record .region2 { background: var(--three) }
        .record .nowhere { background: var(--soft) }
        .numbers, .ticks { height: 1.1rem; overflow: hidden } .numbers span { border-left: 1px solid var(--soft); padding-left: .15rem }
        .numbers .last { right: 0 } .ticks { color: var(--soft) } .ticks .tick { transform: translateX(-50%) }
        .scroll { overflow-x: auto; margin: .5rem 0 } table { border-collapse: collapse; font-size: .9rem }
        th, td { text-align: left; vertical-align: top; padding: .15rem .8rem .15rem 0; font-variant-numeric: tabular-nums }
        th { font-weight: 600 } tbody th, .at { font-weight: 400; white-space: nowrap } td .verdict { white-space: nowrap }
        thead th { color: var(--soft); white-space: nowrap }
        summary { cursor: pointer; color: var(--one); padding: .3rem 0 } .letter { font-weight: 600; color: var(--bad) }
        .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
        @media print { :root { color-scheme: light; --ink: #000; --soft: #444; --paper: #fff; --card: #fff; --faint: #999; --shade: #f6c7c2;
          --one: #0b6bcb; --two: #b34f0a; --three: #7b3fb8; --bad: #b3261e; --warn: #8a5a00; --good: #1a7f37; --on: #fff }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact } body { max-width: none; padding: 0; font-size: 10pt }
          figure, dl div, tr, li { break-inside: avoid } h2, h3 { break-after: avoid } dl div { border: 1px solid var(--faint) }
          details:not([open]) { display: none } .scroll { overflow: visible } section + section { break-before: page } }
        """;
}
