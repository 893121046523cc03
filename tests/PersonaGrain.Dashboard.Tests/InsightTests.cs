using Microsoft.Playwright;
using PersonaGrain.Dashboard.Tests.Hosting;

namespace PersonaGrain.Dashboard.Tests;

/// <summary>Pages that tell what was counted, what was, and what would be decided.</summary>
[Collection(DashboardPages.Name)]
public sealed class InsightTests(DashboardFixture dashboard)
{
    [BrowserFact]
    public async Task Decision_on_trial_ranks_contents_with_reasons_and_names_what_is_wrong()
    {
        await using var visit = await dashboard.SignedInAsync();
        await visit.OpenAsync($"/decisions?profile={SampleShop.Runner}", "Decisions");
        var request = visit.Page.GetByLabel("Contents to rank");

        await request.FillAsync("""{ "contents": [ { "id": "shoes", "when": { "segment": "serious_runner", "is": true }, "base": 10 }, { "id": "none", "when": { "segment": "champions", "is": true } } ] }""");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Decide" }).ClickAsync();
        await visit.SeeAsync($"What {SampleShop.Runner} would see");
        await visit.SeeAsync("base +10.0");
        await visit.SeeAsync("its condition does not hold");

        await request.FillAsync("""{ "contents": [ { "id": "shoes", "when": { "segment": "absent", "is": true } } ] }""");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Decide" }).ClickAsync();
        await visit.SeeAsync("$.contents[0].when");
        visit.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Segment_of_the_past_has_an_address_and_scores_lead_to_what_drives_them()
    {
        await using var visit = await dashboard.SignedInAsync();
        await visit.OpenAsync("/segments/serious_runner?view=past", "serious_runner");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await visit.SeeAsync("As it was on");
        visit.Page.Url.ShouldContain("view=past&at=");
        await visit.OpenAsync($"/segments/serious_runner?view=past&at={DateTimeOffset.UtcNow.AddDays(30):yyyy-MM-dd}", "serious_runner");
        await visit.SeeAsync("if nothing arrives until then");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Scores" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "purchase_intent" }).ClickAsync();
        await visit.SeeAsync("What drives it");
        await visit.SeeAsync("product_added_to_wishlist");
        visit.Page.Url.ShouldEndWith("/scores/purchase_intent");
    }
}
