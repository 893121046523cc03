using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace PersonaGrain.Benchmarks.Dashboard;

/// <summary>How fast pages open in a browser over a million profiles, and what a hundred open ones cost the signals that come in: <c>dashboard [opening|pages] [PROFILES]</c>.</summary>
internal static class PageLoad
{
    private const string Browser = "/usr/bin/chromium";
    private const int Openings = 20;
    private const int Open = 100;
    private const int Rounds = 3;

    /// <summary>Pages, and what is to be seen when one is open: what the grid says, and not only its frame.</summary>
    private static readonly (string Address, string Seen)[] Pages =
    [
        ("/segments", "main table tbody tr"),
        ("/segments/everyone", "main table tbody tr"),
        ("/segments/runner?view=definition", "main pre"),
        ("/profiles?id=customer-77", "section.card:not(.empty)"),
        ("/profiles?id=customer-77&view=scores", "section.card:not(.empty)"),
        ("/profiles?id=customer-77&view=timeline", "main table tbody tr"),
        ("/profiles?id=customer-77&view=why&segment=runner", "section.card:not(.empty)"),
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
        if (!arguments.Contains("pages"))
        {
            await OpenEachAsync(context);
        }

        if (!arguments.Contains("opening"))
        {
            await HoldOpenAsync(context, server);
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

    /// <summary>Rounds of signals without and with pages open, in turn. Both figures are told: the rate, of which the browser takes its part of the processors, and what the server worked.</summary>
    private static async Task HoldOpenAsync(IBrowserContext context, PageServerProcess server)
    {
        await server.IngestAsync();
        var (rates, costs) = (new List<double>(), new List<double>());
        for (var round = 1; round <= Rounds; round++)
        {
            var (alone, bare) = await server.IngestAsync();
            var pages = new List<IPage>();
            for (var number = 0; number < Open; number++)
            {
                var page = await context.NewPageAsync();
                var (address, seen) = Pages[number % Pages.Length];
                await page.GotoAsync(address);
                await page.Locator(seen).First.WaitForAsync();
                pages.Add(page);
            }

            var (watched, cost) = await server.IngestAsync();
            foreach (var page in pages)
            {
                await page.CloseAsync();
            }

            rates.Add(watched / alone);
            costs.Add(cost / bare);
            Tell($"  round {round}: {alone:N0} signals/s and {bare:F2} us of processor each without pages, {watched:N0} and {cost:F2} with {Open}: {rates[^1]:F2} of the rate, {costs[^1]:F3} times the work");
        }

        rates.Sort();
        costs.Sort();
        Tell($"{Open} open pages: {rates[Rounds / 2]:F2} of the rate with the browser on the same processors, {costs[Rounds / 2]:F3} times the server's work a signal (reach <= 1.05)");
    }

    private static void Tell(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
