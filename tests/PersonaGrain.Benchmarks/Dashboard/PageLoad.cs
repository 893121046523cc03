using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace PersonaGrain.Benchmarks.Dashboard;

/// <summary>How fast pages open in a browser over a million profiles, and what a hundred open ones cost the signals that come in: <c>dashboard [opening|pages|each] [PROFILES] [ADDRESS …]</c>.</summary>
internal static class PageLoad
{
    private const string Browser = "/usr/bin/chromium";
    private static readonly string[] Parts = ["opening", "each", "pages"];
    private const int Openings = 20;
    private const int OpenOfEach = 20;
    private const int Open = 100;
    private const int Rounds = 5;

    /// <summary>Pages, and what is to be seen when one is open: what the grid says, and not only its frame.</summary>
    private static readonly (string Address, string Seen)[] Pages =
    [
        ("/segments", "main table tbody tr"),
        ("/segments/everyone", "main table tbody tr"),
        ("/segments/runner?view=definition", "main pre"),
        ("/segments/runner?view=report", "section.card:not(.empty)"),
        ("/segments/runner?view=forecast", "section.card:not(.empty) svg"),
        ("/segments/runner/edit", "div.builder textarea"),
        ("/profiles?id=customer-77", "section.card:not(.empty)"),
        ("/profiles?id=customer-77&view=scores", "section.card:not(.empty)"),
        ("/profiles?id=customer-77&view=timeline", "main table tbody tr"),
        ("/profiles?id=customer-77&view=why&segment=runner", "section.card:not(.empty)"),
        ("/catalog", "main table tbody tr"),
        ("/quality", "main section.card"),
        ("/grid", "main section.card"),
        ("/live", "main h1"),
    ];

    /// <summary>Runs it.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var profiles = arguments.Select(static one => int.TryParse(one, CultureInfo.InvariantCulture, out var number) ? number : 0).FirstOrDefault(static number => number > 0);
        profiles = profiles == 0 ? 1_000_000 : profiles;
        using var server = await PageServerProcess.StartAsync(profiles);
        Tell($"{Environment.ProcessorCount} processors, {profiles:N0} profiles, browser and server on the same machine");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Browser,
            Args = ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage", "--disable-gpu"],
        });
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = server.Address.ToString() });
        string[] parts = [.. Parts.Intersect(arguments)];
        foreach (var part in parts.Length == 0 ? Parts : parts)
        {
            await (part switch { "opening" => OpenEachAsync(context), "each" => HoldEachAsync(context, server, arguments), _ => HoldOpenAsync(context, server) });
        }
    }

    /// <summary>From the moment the address is asked for to the moment its content is to be seen; the browser has the style sheets and scripts from the first time.</summary>
    private static async Task OpenEachAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        foreach (var (address, seen) in Pages)
        {
            var taken = new List<double>();
            for (var time = 0; time <= Openings; time++)
            {
                var watch = Stopwatch.StartNew();
                await page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
                await page.Locator(seen).First.WaitForAsync();
                taken.Add(watch.Elapsed.TotalMilliseconds);
            }

            var first = taken[0];
            taken.RemoveAt(0);
            taken.Sort();
            Tell($"  {address}: median {taken[Openings / 2]:F0} ms, slowest of {Openings} {taken[^1]:F0} ms; the first time {first:F0} ms (reach <= 300 ms)");
        }

        await page.CloseAsync();
    }

    /// <summary>What a page costs the server while it is open and a few thousand signals a second come in, so that each of its reads finds something new.</summary>
    private static async Task HoldEachAsync(IBrowserContext context, PageServerProcess server, string[] arguments)
    {
        await server.PaceAsync();
        var bare = await server.PaceAsync();
        Tell($"  no page: {1_000 * bare / PageServer.Paced.TotalSeconds:F1} ms of processor a second");
        foreach (var one in Pages.Where(page => !arguments.Any(static argument => argument[0] == '/') || arguments.Contains(page.Address)))
        {
            var pages = await OpenAsync(context, OpenOfEach, _ => one);
            await server.PaceAsync();
            var cost = await server.PaceAsync() - bare;
            await CloseAsync(pages);
            Tell($"  {one.Address}: {1_000 * cost / PageServer.Paced.TotalSeconds / OpenOfEach:F2} ms of the server's processors a second for each page");
        }
    }

    private static async Task<IReadOnlyList<IPage>> OpenAsync(IBrowserContext context, int count, Func<int, (string Address, string Seen)> choose)
    {
        var pages = new List<IPage>();
        for (var number = 0; number < count; number++)
        {
            var page = await context.NewPageAsync();
            var (address, seen) = choose(number);
            await page.GotoAsync(address);
            await page.Locator(seen).First.WaitForAsync();
            pages.Add(page);
        }

        return pages;
    }

    private static async Task CloseAsync(IReadOnlyList<IPage> pages)
    {
        foreach (var page in pages)
        {
            await page.CloseAsync();
        }
    }

    /// <summary>
    /// Rounds of signals without and with pages open, in turn. Both figures are told: the rate, of which the browser takes its part of the processors, and what the server
    /// worked. Signals cost more with each round, since people have more and more of them: a round with pages is held against the mean of the two around it.
    /// </summary>
    private static async Task HoldOpenAsync(IBrowserContext context, PageServerProcess server)
    {
        await server.IngestAsync();
        var (rates, costs) = (new List<double>(), new List<double>());
        var before = await server.IngestAsync();
        for (var round = 1; round <= Rounds; round++)
        {
            var pages = await OpenAsync(context, Open, static number => Pages[number % Pages.Length]);
            var (watched, cost) = await server.IngestAsync();
            await CloseAsync(pages);
            var after = await server.IngestAsync();
            var (alone, bare) = ((before.Rate + after.Rate) / 2, (before.Processor + after.Processor) / 2);
            rates.Add(watched / alone);
            costs.Add(cost / bare);
            Tell($"  round {round}: {before.Rate:N0} and {after.Rate:N0} signals/s, {before.Processor:F2} and {after.Processor:F2} us of processor each, before and after; {watched:N0} and {cost:F2} with {Open} pages: {rates[^1]:F2} of the rate, {costs[^1]:F3} times the work");
            before = after;
        }

        rates.Sort();
        costs.Sort();
        Tell($"{Open} open pages: {rates[Rounds / 2]:F2} of the rate with the browser on the same processors, {costs[Rounds / 2]:F3} times the server's work a signal (reach <= 1.05)");
    }

    private static void Tell(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
