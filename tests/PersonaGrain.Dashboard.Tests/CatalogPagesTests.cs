using Microsoft.Playwright;
using PersonaGrain.Dashboard.Tests.Hosting;

namespace PersonaGrain.Dashboard.Tests;

/// <summary>What people do on the pages of the catalog.</summary>
[Collection(DashboardPages.Name)]
public sealed class CatalogPagesTests(DashboardFixture dashboard)
{
    [BrowserFact]
    public async Task Search_leads_to_a_measure_what_it_says_and_who_uses_it()
    {
        await using var visit = await dashboard.SignedInAsync();
        await visit.OpenAsync("/catalog", "Catalog");

        await visit.Page.GetByLabel("Find in the catalog", new() { Exact = true }).Last.FillAsync("running_vie");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link, new() { Name = "running_views", Exact = true }).ClickAsync();
        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "running_views", Level = 1 }));
        await visit.SeeAsync("category contains running");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "serious_runner", Exact = true }).ClickAsync();

        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "serious_runner", Level = 1 }));
        visit.Page.Url.ShouldEndWith("/catalog/segments?name=serious_runner");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "running_affinity", Exact = true }).ClickAsync();
        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "running_affinity", Level = 1 }));
        visit.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task History_tells_who_changed_what_as_it_happens_and_an_admin_goes_back()
    {
        // A server of its own: with another catalog the shared one would count its people at once.
        await using var server = await ServedDashboard.StartAsync(DashboardFixture.Settings);
        await using var visit = await dashboard.VisitAsync(new VisitOptions { Width = 390, Height = 844, IsDark = true }, server.Address);
        await visit.SignInAsync(DashboardFixture.AdminKey);
        await visit.SeeAsync("Segments");
        await visit.OpenAsync("/catalog?view=history", "Catalog");
        await visit.SeeAsync("in force");
        var version = await server.ChangeCatalogAsync(DashboardFixture.AdminKey, "Show technical detail.", "Show the newest shoes.", "a trial");

        await visit.SeeAsync("a trial");
        await visit.SeeAsync("a key of the settings");
        await visit.SeeAsync("segment serious_runner was changed");
        await AccessibleAsync(visit, "catalog-history-of-two");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = $"Go back to version {version - 1}?" }).ClickAsync();
        await visit.SeeAsync("Show technical detail., was");
        await AccessibleAsync(visit, "catalog-go-back");
        await visit.Page.GetByLabel("Why, for the history").FillAsync("the trial is over");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = $"Put version {version - 1} in force again" }).ClickAsync();
        await visit.SeeAsync($"Version {version + 1} is in force");
        await visit.Page.GetByRole(AriaRole.Status).GetByRole(AriaRole.Link, new() { Name = "History" }).ClickAsync();

        await visit.SeeAsync("the trial is over");
        visit.Complaints.ShouldBeEmpty();

        // Whoever only reads sees what would change, and can not do it.
        await using var reader = await dashboard.VisitAsync(at: server.Address);
        await reader.SignInAsync(DashboardFixture.ReadKey);
        await reader.SeeAsync("Segments");
        await reader.OpenAsync($"/catalog?view=rollback&version={version}", "Catalog");
        await reader.SeeAsync("Show the newest shoes., was");
        await reader.SeeAsync("Only a key with the scope admin");
        (await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Put version" }).CountAsync()).ShouldBe(0);
        await reader.OpenAsync($"/catalog?view=diff&from={version - 1}&to={version + 1}", "Catalog");
        await reader.SeeAsync("Both say the same");
    }

    private static async Task AccessibleAsync(BrowserVisit visit, string name)
    {
        await visit.PictureAsync(name);
        (await visit.BarriersAsync()).ShouldBeEmpty();
        (await visit.OverhangAsync()).ShouldBe(0);
    }
}
