using System.Globalization;
using Microsoft.Playwright;
using PersonaGrain.Dashboard.Tests.Hosting;

namespace PersonaGrain.Dashboard.Tests;

/// <summary>What people do on each page.</summary>
[Collection(DashboardPages.Name)]
public sealed class MainPathTests(DashboardFixture dashboard)
{
    private const string Releases = "interested_in_new_releases";

    [BrowserFact]
    public async Task Segments_show_who_enters_without_a_reload()
    {
        await using var visit = await dashboard.SignedInAsync();
        await visit.OpenAsync("/", "Segments");
        var members = visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = Releases }).GetByRole(AriaRole.Cell).First;
        var before = int.Parse(await members.InnerTextAsync(), CultureInfo.InvariantCulture);

        await EnterAsync("visitor-of-segments");

        await Assertions.Expect(members).ToHaveTextAsync($"{before + 1}");
    }

    [BrowserFact]
    public async Task Segment_leads_to_a_member_and_to_why_it_is_one()
    {
        await using var visit = await dashboard.SignedInAsync();
        await visit.OpenAsync("/", "Segments");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "serious_runner" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = $"Why: {SampleShop.Runner}" }).ClickAsync();
        await visit.SeeAsync("In serious_runner");
        await visit.SeeAsync("measure running_views, count at least 5, within 14d");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "champions" }).ClickAsync();

        await visit.SeeAsync("Not in champions");
        await visit.SeeAsync("It takes:");
        visit.Page.Url.ShouldEndWith($"/profiles?id={SampleShop.Runner}&view=why&segment=champions");
    }

    [BrowserFact]
    public async Task Search_finds_a_profile_by_keyboard_alone()
    {
        await using var visit = await dashboard.SignedInAsync();
        await visit.OpenAsync("/live", "Live");

        await visit.Page.GetByRole(AriaRole.Searchbox).FocusAsync();
        await visit.Page.Keyboard.TypeAsync($"user:{SampleShop.Runner}");
        await visit.Page.Keyboard.PressAsync("Enter");

        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Heading, new() { Name = $"user:{SampleShop.Runner}" }));
        await visit.SeeAsync("favorite_category");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Timeline" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Newer" }));
        visit.Page.Url.ShouldContain("from=t");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Summary" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "page_viewed" }).First.ClickAsync();
        await visit.SeeAsync(visit.Page.Locator("tr.marked").GetByRole(AriaRole.Link, new() { Name = "page_viewed" }));
        visit.Page.Url.ShouldContain("signal=");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Scores", Exact = true }).Last.ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "the newest signal of product_added_to_wishlist in the timeline" }).First.ClickAsync();
        await visit.SeeAsync(visit.Page.Locator("tbody tr").First.GetByRole(AriaRole.Link, new() { Name = "product_added_to_wishlist" }));
    }

    [BrowserFact]
    public async Task Live_tail_shows_what_happens_to_one_profile_and_waits_while_paused()
    {
        await using var visit = await dashboard.SignedInAsync();
        await visit.OpenAsync("/live", "Live");
        await visit.Page.GetByLabel("Profile", new() { Exact = true }).FillAsync("visitor-of-live");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.SeeAsync("Nothing happened yet");
        visit.Page.Url.ShouldContain("profile=visitor-of-live");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await visit.SeeAsync("Paused;");
        await EnterAsync("visitor-of-live");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();

        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Link, new() { Name = Releases }));
    }

    [BrowserFact]
    public async Task Live_tail_shows_signals_as_they_come_and_what_became_of_them()
    {
        await using var visit = await dashboard.SignedInAsync();
        await visit.OpenAsync("/live", "Live");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Signals", Exact = true }).ClickAsync();
        await visit.SeeAsync(visit.Page.GetByLabel("Outcome"));
        await visit.Page.GetByLabel("Profile", new() { Exact = true }).FillAsync("visitor-of-signals");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.SeeAsync("Nothing came yet");

        await EnterAsync("visitor-of-signals");

        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Link, new() { Name = "visitor-of-signals" }).First);
        await visit.SeeAsync(visit.Page.Locator(".event.accepted").First);
        visit.Page.Url.ShouldContain("view=signals");
        visit.Page.Url.ShouldContain("profile=visitor-of-signals");
    }

    [BrowserFact]
    public async Task Times_are_in_the_zone_of_the_reader_and_the_appearance_is_kept()
    {
        await using var visit = await dashboard.SignedInAsync(new VisitOptions { Zone = "Asia/Tokyo" });
        await visit.OpenAsync($"/profiles?id={SampleShop.Runner}&view=timeline", SampleShop.Runner);
        (await visit.Page.Locator("td time").First.GetAttributeAsync("title"))!.ShouldEndWith("+09:00");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Appearance: as the system" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Appearance: light" }).ClickAsync();
        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Appearance: dark" }));
        await visit.Page.ReloadAsync();

        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Appearance: dark" }));
    }

    [BrowserFact]
    public async Task Pictures_of_the_documentation_are_small()
    {
        await using var wide = await dashboard.SignedInAsync(new VisitOptions { Width = 1100, Height = 700 });
        await wide.OpenAsync("/", "Segments");
        await wide.SeeAsync("serious_runner");
        await PictureAsync(wide, "segments");
        await wide.OpenAsync($"/profiles?id={SampleShop.Runner}&view=why&segment=serious_runner", SampleShop.Runner);
        await wide.SeeAsync("In serious_runner");
        await PictureAsync(wide, "why");
        await using var dark = await dashboard.SignedInAsync(new VisitOptions { Width = 1100, Height = 700, IsDark = true });
        await dark.OpenAsync($"/profiles?id={SampleShop.Runner}", SampleShop.Runner);
        await dark.SeeAsync("favorite_category");
        await PictureAsync(dark, "profile");
    }

    /// <summary>Takes a picture; with PERSONAGRAIN_RENEW_PICTURES it takes the place of the one in the documentation.</summary>
    private static async Task PictureAsync(BrowserVisit visit, string name)
    {
        var picture = await visit.Page.ScreenshotAsync();
        picture.Length.ShouldBeLessThan(150 * 1024);
        var kept = Testing.Repository.File($"docs/dashboard/{name}.png");
        if (Environment.GetEnvironmentVariable("PERSONAGRAIN_RENEW_PICTURES") is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
            await File.WriteAllBytesAsync(kept, picture);
        }

        File.Exists(kept).ShouldBeTrue(kept);
    }

    private Task EnterAsync(string visitor) => dashboard.Server.SendAsync(
        [SampleShop.Wish(visitor, 1, DateTimeOffset.UtcNow), SampleShop.Wish(visitor, 2, DateTimeOffset.UtcNow)], DashboardFixture.WriteKey);
}
