using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace PersonaGrain.Dashboard.Tests.Hosting;

/// <summary>How somebody looks at the pages.</summary>
internal sealed record VisitOptions
{
    internal bool IsDark { get; init; }

    internal int Width { get; init; } = 1280;

    internal int Height { get; init; } = 900;

    internal string Zone { get; init; } = "UTC";
}

/// <summary>One browser window. What the browser complains of (a script that is refused, an error of the page) is kept, and is a fault of the pages.</summary>
internal sealed class BrowserVisit : IAsyncDisposable
{
    private const float Patience = 60_000;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>What was found to be well is not told: it is most of what there is, and takes long to write down.</summary>
    private const string Look = """
        async () => (await axe.run(document, { resultTypes: ['violations'], iframes: false })).violations
          .filter(one => one.impact === 'serious' || one.impact === 'critical')
          .map(one => `${one.id} (${one.impact}): ${one.help}: ${one.nodes.slice(0, 3).map(node => node.html).join(' | ')}`)
        """;

    private readonly List<string> _complaints = [];

    private BrowserVisit(IPage page) => Page = page;

    internal IPage Page { get; }

    /// <summary>What the browser complained of.</summary>
    internal IReadOnlyList<string> Complaints => _complaints;

    internal static async Task<BrowserVisit> BeginAsync(IBrowser browser, Uri address, VisitOptions options, string? state)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ColorScheme = options.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = options.Width, Height = options.Height },
            TimezoneId = options.Zone,
            ReducedMotion = ReducedMotion.Reduce,
            StorageState = state,
        });
        context.SetDefaultTimeout(Patience);
        var visit = new BrowserVisit(await context.NewPageAsync());
        visit.Page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                visit._complaints.Add(message.Text);
            }
        };
        visit.Page.PageError += (_, fault) => visit._complaints.Add(fault);
        return visit;
    }

    /// <summary>Opens a page and waits for a text of its heading.</summary>
    internal async Task OpenAsync(string path, string heading)
    {
        await Page.GotoAsync(path);
        await SeeAsync(Page.GetByRole(AriaRole.Heading, new() { Name = heading, Exact = true, Level = 1 }));
    }

    /// <summary>Waits until something is there to be seen.</summary>
    internal Task SeeAsync(ILocator what) => what.First.WaitForAsync();

    /// <summary>Waits until a text is there to be seen.</summary>
    internal Task SeeAsync(string text) => SeeAsync(Page.GetByText(text).Filter(new() { Visible = true }));

    /// <summary>Signs in on the page that asks for it.</summary>
    internal async Task SignInAsync(string key, string path = "/")
    {
        await Page.GotoAsync(path);
        await Page.GetByLabel("API key").FillAsync(key);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>What keeps people with impairments out, as far as a program can tell: serious or critical findings of axe.</summary>
    /// <remarks>The package's own call works its findings out on a page of its own each time, which guards against frames of others: there are none here.</remarks>
    internal async Task<IEnumerable<string>> BarriersAsync()
    {
        await Page.EvaluateAsync(Axe);
        return (await Page.EvaluateAsync<string[]>(Look)).Select(found => $"{Page.Url}: {found}");
    }

    /// <summary>Takes a picture of the whole page, where a folder for pictures is named.</summary>
    internal Task PictureAsync(string name) => Environment.GetEnvironmentVariable("PERSONAGRAIN_PICTURES") is { } folder
        ? Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true })
        : Task.CompletedTask;

    /// <summary>How far the page stands out over the edge of the window, in pixels.</summary>
    internal Task<int> OverhangAsync() => Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <summary>How many tables are wider than what they stand in, or have a head whose cells do not stand over those of the first row.</summary>
    internal Task<int> CrookedTablesAsync() => Page.EvaluateAsync<int>("""
        [...document.querySelectorAll('table')].filter(table => {
            const head = [...table.querySelectorAll('thead th')];
            const row = [...(table.querySelector('tbody tr')?.children ?? [])];
            const scrolls = getComputedStyle(table.parentElement).overflowX === 'auto';
            return table.offsetWidth > table.parentElement.clientWidth + 1 && !scrolls || head.length === row.length && head.some((cell, place) => cell.getClientRects().length > 0 && Math.abs(cell.getBoundingClientRect().left - row[place].getBoundingClientRect().left) > 1);
        }).length
        """);

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
