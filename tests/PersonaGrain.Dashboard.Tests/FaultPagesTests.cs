using Microsoft.Playwright;
using PersonaGrain.Dashboard.Tests.Hosting;

namespace PersonaGrain.Dashboard.Tests;

/// <summary>What engineers do about signals that are odd.</summary>
[Collection(DashboardPages.Name)]
public sealed class FaultPagesTests(DashboardFixture dashboard)
{
    [BrowserFact]
    public async Task Faults_show_the_field_and_the_shape_of_what_was_sent()
    {
        await using var visit = await dashboard.SignedInAsync();
        await visit.OpenAsync("/faults?type=product_viewed", "Faults");

        var row = visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "price" }).First;
        await visit.SeeAsync(row);
        (await row.InnerTextAsync()).ShouldContain("aaaaa");
        (await visit.Page.GetByText("cheap").CountAsync()).ShouldBe(0);
    }

    [BrowserFact]
    public async Task Quality_leads_from_a_type_to_its_parts()
    {
        await using var visit = await dashboard.SignedInAsync();
        await visit.OpenAsync("/quality", "Quality");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "product_viewed" }).First.ClickAsync();

        await visit.SeeAsync("What the score is made of");
        await visit.SeeAsync("share of different signals that were taken without a note");
    }

    [BrowserFact]
    public async Task Quarantine_is_discarded_one_by_one_by_whoever_has_the_scope()
    {
        await dashboard.Server.SendAsync([SampleShop.Held("held-by-test", DateTimeOffset.UtcNow)], DashboardFixture.WriteKey);
        await using var visit = await dashboard.AdministratorAsync("/faults?view=quarantine");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Discard … held-by-test-stock_counted-2-2" }).ClickAsync();
        await visit.SeeAsync("will never count");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Discard", Exact = true }).ClickAsync();

        await visit.SeeAsync("1 discarded.");
        await Assertions.Expect(visit.Page.GetByText("held-by-test-stock_counted-2-2")).ToHaveCountAsync(0);
        visit.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Quarantine_replayed_under_the_same_catalog_stays()
    {
        await using var visit = await dashboard.AdministratorAsync("/faults?view=quarantine");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Replay all" }).ClickAsync();

        await visit.SeeAsync("Replayed: 0 count now");
        await visit.SeeAsync("stock_counted");
    }

    [BrowserFact]
    public async Task Quarantine_shows_no_buttons_to_a_key_that_reads()
    {
        await using var visit = await dashboard.SignedInAsync();
        await visit.OpenAsync("/faults?view=quarantine", "Faults");

        await visit.SeeAsync("stock_counted");
        (await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Discard" }).CountAsync()).ShouldBe(0);
    }
}
