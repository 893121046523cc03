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
        ("builder-new", "/segments/new", "New segment", "would be members"),
        ("builder-edit", "/segments/serious_runner/edit", "Change serious_runner", "numbers are exact"),
        ("segment-report", "/segments/serious_runner?view=report", "serious_runner", "People were not counted yet"),
        ("profile", $"/profiles?id={SampleShop.Runner}", SampleShop.Runner, "favorite_category"),
        ("profile-scores", $"/profiles?id={SampleShop.Runner}&view=scores", SampleShop.Runner, "running_views"),
        ("profile-timeline", $"/profiles?id={SampleShop.Runner}&view=timeline", SampleShop.Runner, "product_viewed"),
        ("profile-why", $"/profiles?id={SampleShop.Runner}&view=why&segment=serious_runner", SampleShop.Runner, "In serious_runner"),
        ("profile-unknown", "/profiles?id=nobody", "nobody", "Nothing was ever observed"),
        ("live", "/live", "Live", "entered"),
        ("live-empty", "/live?profile=nobody", "Live", "Nothing happened yet"),
    ];

    [BrowserTheory]
    [InlineData(1280, false)]
    [InlineData(390, true)]
    public async Task Pages_fit_and_are_accessible(int width, bool isDark)
    {
        await using var visit = await dashboard.SignedInAsync(new VisitOptions { Width = width, Height = width == 390 ? 844 : 900, IsDark = isDark });
        var faults = new List<string>();
        foreach (var (name, path, heading, text) in Pages)
        {
            await visit.OpenAsync(path, heading);
            await visit.SeeAsync(text);
            if (Environment.GetEnvironmentVariable("PERSONAGRAIN_PICTURES") is { } folder)
            {
                await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}-{(isDark ? "dark" : "light")}.png"), FullPage = true });
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
