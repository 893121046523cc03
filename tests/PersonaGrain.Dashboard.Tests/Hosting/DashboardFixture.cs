using Microsoft.Playwright;

namespace PersonaGrain.Dashboard.Tests.Hosting;

/// <summary>One server with keys and a shop's visitors, and one browser, for all tests of the project.</summary>
public sealed class DashboardFixture : IAsyncLifetime
{
    internal const string ReadKey = "reads-9d1c";
    internal const string WriteKey = "writes-51aa";
    internal const string AdminKey = "administers-77e0";

    internal const string Settings = $$"""{ "Keys": { "Read": ["{{ReadKey}}"], "Write": ["{{WriteKey}}"], "Admin": ["{{AdminKey}}"] } }""";
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _signedIn;
    private Task<ServedDashboard>? _counted;

    internal ServedDashboard Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await ServedDashboard.StartAsync(Settings);
        await Server.SendAsync([.. SampleShop.Signals(DateTimeOffset.UtcNow), .. SampleShop.Odd(DateTimeOffset.UtcNow)], WriteKey);
        if (BrowserFactAttribute.WhyNoBrowser is null)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = BrowserFactAttribute.Browser,
                Args = ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage", "--disable-gpu"],
            });
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        await Server.DisposeAsync();
        if (_counted is not null)
        {
            await (await _counted).DisposeAsync();
        }
    }

    /// <summary>A server like <see cref="Server"/> whose people were counted, and of which nothing is changed; started by the first test that asks for it.</summary>
    internal Task<ServedDashboard> CountedAsync() => _counted ??= ServedDashboard.CountedAsync(Settings, SampleShop.Signals(DateTimeOffset.UtcNow), WriteKey, ReadKey);

    /// <summary>A browser of somebody new, who has not signed in.</summary>
    internal Task<BrowserVisit> VisitAsync(VisitOptions? options = null, Uri? at = null) => BrowserVisit.BeginAsync(_browser!, at ?? Server.Address, options ?? new VisitOptions(), null);

    /// <summary>A browser of somebody who signed in with the key that may change everything, on a page.</summary>
    internal async Task<BrowserVisit> AdministratorAsync(string path, VisitOptions? options = null)
    {
        var visit = await VisitAsync(options);
        await visit.SignInAsync(AdminKey, path);
        return visit;
    }

    /// <summary>A browser of somebody who signed in with the key that reads.</summary>
    internal async Task<BrowserVisit> SignedInAsync(VisitOptions? options = null)
    {
        if (_signedIn is null)
        {
            await using var first = await VisitAsync();
            await first.SignInAsync(ReadKey);
            _signedIn = await first.Page.Context.StorageStateAsync();
        }

        return await BrowserVisit.BeginAsync(_browser!, Server.Address, options ?? new VisitOptions(), _signedIn);
    }
}

/// <summary>Tests that share the server and the browser; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class DashboardPages : ICollectionFixture<DashboardFixture>
{
    public const string Name = "pages";
}

/// <summary>A test that needs Chromium; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    internal const string Browser = "/usr/bin/chromium";

    public BrowserFactAttribute() => Skip = WhyNoBrowser;

    internal static string? WhyNoBrowser => File.Exists(Browser) ? null : $"there is no browser at {Browser}";
}

/// <summary>As <see cref="BrowserFactAttribute"/>, for each of several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = BrowserFactAttribute.WhyNoBrowser;
}
