using Microsoft.Playwright;
using PersonaGrain.Dashboard.Tests.Hosting;

namespace PersonaGrain.Dashboard.Tests;

/// <summary>Every page, wide and narrow, dark and light: fits, is accessible, and the browser complains of nothing.</summary>
[Collection(DashboardPages.Name)]
public sealed class PagePicturesTests(DashboardFixture dashboard)
{
    /// <summary>Pages by their address, with their first heading.</summary>
    private static readonly (string Name, string Path, string Heading, string Text)[] Pages =
    [
        ("segments", "/", "Segments", "serious_runner"),
        ("segment", "/segments/serious_runner", "serious_runner", SampleShop.Runner),
        ("segment-definition", "/segments/serious_runner?view=definition", "serious_runner", "Who is in it"),
        ("segment-past", "/segments/serious_runner?view=past", "serious_runner", "As of (date and time"),
        ("segment-future", $"/segments/serious_runner?view=past&at={DateTimeOffset.UtcNow.AddDays(1):yyyy-MM-dd}", "serious_runner", "if nothing arrives until then"),
        ("triggers", "/triggers", "Triggers", "cart_abandoned"),
        ("decisions", $"/decisions?profile={SampleShop.Runner}", "Decisions", "Contents to rank"),
        ("builder-new", "/segments/new", "New segment", "would be members"),
        ("builder-edit", "/segments/serious_runner/edit", "Change serious_runner", "numbers are exact"),
        ("profile", $"/profiles?id={SampleShop.Runner}", SampleShop.Runner, "favorite_category"),
        ("profile-scores", $"/profiles?id={SampleShop.Runner}&view=scores", SampleShop.Runner, "running_views"),
        ("profile-timeline", $"/profiles?id={SampleShop.Runner}&view=timeline", SampleShop.Runner, "product_viewed"),
        ("profile-why", $"/profiles?id={SampleShop.Runner}&view=why&segment=serious_runner", SampleShop.Runner, "In serious_runner"),
        ("profile-unknown", "/profiles?id=nobody", "nobody", "Nothing was ever observed"),
        ("live", "/live", "Live", "entered"),
        ("catalog", "/catalog", "Catalog", "running_affinity"),
        ("catalog-found", "/catalog?section=measures&q=running", "Catalog", "running_views"),
        ("catalog-segment", "/catalog/segments?name=serious_runner", "serious_runner", "who is in"),
        ("catalog-score", "/catalog/scores?name=running_affinity", "running_affinity", "serious_runner"),
        ("catalog-signal", "/catalog/signals?name=product_viewed", "product_viewed", "running_views"),
        ("catalog-unknown", "/catalog/measures?name=nothing", "nothing", "none of this name"),
        ("catalog-history", "/catalog?view=history", "Catalog", "given at the start"),
        ("catalog-rollback", "/catalog?view=rollback&version=4", "Catalog", "4"),
        ("quality", "/quality", "Quality", "Nothing falls short"),
        ("quality-type", "/quality?source=signals&type=product_viewed", "product_viewed", "What the score is made of"),
        ("faults", "/faults", "Faults", "aaaaa"),
        ("faults-counts", "/faults?view=counts", "Faults", "never_declared"),
        ("quarantine", "/faults?view=quarantine", "Faults", "stock_counted"),
        ("keys-reader", "/keys", "Keys", "This takes an admin key of main"),
        ("grid", "/grid", "Grid health", "Signals a second"),
        ("live-signals", "/live?view=signals", "Live", "Nothing came yet"),
        ("live-empty", "/live?profile=nobody", "Live", "Nothing happened yet"),
    ];

    /// <summary>Those that tell what was counted, of people who were.</summary>
    private static readonly (string Name, string Path, string Heading, string Text)[] CountedPages =
    [
        ("segment-files", $"/segments/{SampleShop.Half}", SampleShop.Half, "Members as CSV"),
        ("segment-report", $"/segments/{SampleShop.Half}?view=report", SampleShop.Half, "product_added_to_wishlist"),
        ("segments-overlap", "/segments?view=overlap", "Segments", "of a hundred are in"),
        ("segments-overlap-pair", $"/segments?view=overlap&a={SampleShop.Half}&b=on_mobile", "Segments", "about five seem to by chance"),
        ("segment-forecast", $"/segments/{SampleShop.Half}?view=forecast", SampleShop.Half, "Generation"),
        ("segment-alike", $"/segments/{SampleShop.Half}?view=alike", SampleShop.Half, "Everybody as CSV"),
        ("scores", "/scores", "Scores", "purchase_intent"),
        ("score", "/scores/purchase_intent", "purchase_intent", "How people are spread"),
        ("score-alike", $"/scores/{SampleShop.Alike}", SampleShop.Alike, "How people are spread"),
    ];

    /// <summary>Those that a key which administers sees more on.</summary>
    private static readonly (string Name, string Path, string Heading, string Text)[] AdministratorPages =
    [
        ("quarantine-admin", "/faults?view=quarantine", "Faults", "Replay all"),
        ("workspaces", "/workspaces", "Workspaces", "It begins with the catalog of main"),
        ("keys", "/keys", "Keys", "Make the key"),
        ("sample", "/sample", "Sample shop", "Load the sample shop"),
        ("audit", "/audit", "Audit", "Key made"),
    ];

    [BrowserTheory]
    [InlineData(1280, false)]
    [InlineData(390, true)]
    public async Task Pages_fit_and_are_accessible(int width, bool isDark)
    {
        var look = Look(width, isDark);
        await using (var visit = await dashboard.SignedInAsync(look))
        {
            await ShouldFitAsync(visit, look, Pages);
        }

        await using (var counted = await dashboard.VisitAsync(look, (await dashboard.CountedAsync()).Address))
        {
            await counted.SignInAsync(DashboardFixture.ReadKey);
            await counted.SeeAsync("Segments");
            await ShouldFitAsync(counted, look, CountedPages);
        }

        var (id, _) = await dashboard.Server.AddKeyAsync(DashboardFixture.AdminKey);
        await using var administrator = await dashboard.AdministratorAsync("/", look);
        await ShouldFitAsync(administrator, look, AdministratorPages);
        await dashboard.Server.RemoveKeyAsync(DashboardFixture.AdminKey, id);
    }

    private static VisitOptions Look(int width, bool isDark) => new() { Width = width, Height = width == 390 ? 844 : 900, IsDark = isDark };

    private static async Task ShouldFitAsync(BrowserVisit visit, VisitOptions look, IEnumerable<(string Name, string Path, string Heading, string Text)> pages)
    {
        var faults = new List<string>();
        foreach (var (name, path, heading, text) in pages)
        {
            await visit.OpenAsync(path, heading);
            await visit.SeeAsync(text);
            if (Environment.GetEnvironmentVariable("PERSONAGRAIN_PICTURES") is { } folder)
            {
                await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{look.Width}-{(look.IsDark ? "dark" : "light")}.png"), FullPage = true });
                await visit.Page.EmulateMediaAsync(new() { ColorScheme = look.IsDark ? ColorScheme.Light : ColorScheme.Dark });
                await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{look.Width}-{(look.IsDark ? "light" : "dark")}.png"), FullPage = true });
                await visit.Page.EmulateMediaAsync(new() { ColorScheme = look.IsDark ? ColorScheme.Dark : ColorScheme.Light });
            }

            if (await visit.CrookedTablesAsync() is > 0 and var crooked)
            {
                faults.Add($"{path} has {crooked} tables that are cut off, or whose heads stand beside their columns");
            }

            faults.AddRange(await visit.BarriersAsync());
            if (await visit.Page.GetByRole(AriaRole.Alert).CountAsync() > 0)
            {
                faults.Add($"{path} tells a fault: {await visit.Page.GetByRole(AriaRole.Alert).First.TextContentAsync()}");
            }

            if (await visit.OverhangAsync() is > 0 and var overhang)
            {
                faults.Add($"{path} stands out by {overhang} px");
            }
        }

        faults.AddRange(visit.Complaints);
        faults.ShouldBeEmpty();
    }
}
