using System.Text;
using Microsoft.Playwright;
using PersonaGrain.Dashboard.Tests.Hosting;

namespace PersonaGrain.Dashboard.Tests;

/// <summary>What whoever administers does with workspaces and keys.</summary>
[Collection(DashboardPages.Name)]
public sealed class OperatorPagesTests(DashboardFixture dashboard)
{
    [BrowserFact]
    public async Task Workspace_is_added_opened_by_its_key_and_removed()
    {
        await using var visit = await dashboard.AdministratorAsync("/workspaces");
        await visit.Page.GetByLabel("Workspace", new() { Exact = true }).FillAsync("acme");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await visit.SeeAsync("acme was added.");
        await visit.SeeAsync("New keys of acme: shown this once");
        var key = await visit.Page.GetByLabel("Key: read", new() { Exact = true }).InnerTextAsync();

        await using (var other = await dashboard.VisitAsync())
        {
            await other.SignInAsync(key, "/workspaces");
            await other.SeeAsync("This takes an admin key of main");
            await other.SeeAsync(other.Page.Locator(".workspace").Filter(new() { HasText = "acme" }));
            await SeeNobodyAlikeAsync(other);
            await RefuseAnotherAsync(other);
        }

        await visit.OpenAsync("/workspaces", "Workspaces");
        (await visit.Page.GetByText("pgk_").CountAsync()).ShouldBe(0);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Remove … acme" }).ClickAsync();
        await visit.Page.GetByLabel("Type acme to go on").FillAsync("acme");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Remove acme for good" }).ClickAsync();
        await visit.SeeAsync("acme is gone with everything in it.");

        await visit.OpenAsync("/audit", "Audit");
        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Workspace removed" }).Filter(new() { HasText = "of the settings" }));
        visit.Complaints.ShouldBeEmpty();
    }

    /// <summary>Where nobody is like them the page says so, and has its files all the same.</summary>
    private static async Task SeeNobodyAlikeAsync(BrowserVisit visit)
    {
        await visit.OpenAsync($"/segments/{SampleShop.Half}?view=alike", SampleShop.Half);
        await visit.SeeAsync("Nobody is like them without being a member.");
        (await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Everybody as CSV", Exact = true }).GetAttributeAsync("href"))
            .ShouldBe($"/segments/{SampleShop.Half}/alike.csv?workspace=acme&score={SampleShop.Alike}");
    }

    /// <summary>Signs in to main on another page of the browser: a file that a page of acme links to is not one of main then.</summary>
    private async Task RefuseAnotherAsync(BrowserVisit visit)
    {
        await visit.OpenAsync("/segments/champions", "champions");
        var file = await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Members as CSV", Exact = true }).GetAttributeAsync("href");
        var path = new Uri(dashboard.Server.Address, file).ToString();
        (await visit.Page.APIRequest.GetAsync(path)).Status.ShouldBe(200);

        var second = await visit.Page.Context.NewPageAsync();
        await second.GotoAsync("/sign-in");
        await second.GetByLabel("API key").FillAsync(DashboardFixture.ReadKey);
        await second.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await visit.SeeAsync(second.GetByRole(AriaRole.Heading, new() { Name = "Segments", Level = 1 }));

        var refused = await visit.Page.APIRequest.GetAsync(path);
        refused.Status.ShouldBe(409);
        (await refused.TextAsync()).ShouldContain("the page is of another workspace");
    }

    [BrowserFact]
    public async Task Key_is_shown_once_tells_when_it_was_used_and_is_taken_away()
    {
        await using var visit = await dashboard.AdministratorAsync("/keys");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();
        var key = await visit.Page.GetByLabel("Key: read", new() { Exact = true }).InnerTextAsync();
        key.ShouldStartWith("pgk_");
        var row = visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "not since the start" }).Last;
        var id = await row.GetByRole(AriaRole.Rowheader).InnerTextAsync();

        await dashboard.Server.GetAsync("/v1/segments", key);

        var used = visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = id });
        await Assertions.Expect(used).Not.ToContainTextAsync("not since the start");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = $"Take away … {id}" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = $"Take {id} away now" }).ClickAsync();
        await visit.SeeAsync($"The key {id} opens nothing any more.");
        visit.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Workspace_is_opened_where_no_key_is_needed()
    {
        await using var server = await ServedDashboard.StartAsync();
        await using var visit = await dashboard.VisitAsync(at: server.Address);
        await visit.OpenAsync("/keys", "Keys");
        await visit.SeeAsync("This server needs no key yet");
        await visit.OpenAsync("/workspaces", "Workspaces");
        await visit.Page.GetByLabel("Workspace", new() { Exact = true }).FillAsync("acme");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Open acme" }).ClickAsync();
        await visit.SeeAsync(visit.Page.Locator(".workspace").Filter(new() { HasText = "acme" }));
        await visit.OpenAsync("/workspaces", "Workspaces");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Open main" }).ClickAsync();
        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Segments" }));

        (await visit.Page.Locator(".workspace").CountAsync()).ShouldBe(0);
        visit.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Sample_shop_is_loaded_looked_at_and_removed()
    {
        await using var server = await ServedDashboard.StartAsync();
        await using var visit = await dashboard.VisitAsync(at: server.Address);
        await visit.OpenAsync("/", "Segments");
        await visit.Page.GetByRole(AriaRole.Paragraph).GetByRole(AriaRole.Link, new() { Name = "Sample shop" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Load the sample shop" }).ClickAsync();
        await visit.SeeAsync("Its people look around and buy");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Look around" }).ClickAsync();
        await visit.SeeAsync("10,000 profiles");
        await visit.OpenAsync("/sample", "Sample shop");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await visit.SeeAsync("Stopped; what they did stays.");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Remove it" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the sample shop now" }).ClickAsync();

        // The workspace that was looked at is gone: its page ends, and the next one is of main.
        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Segments", Level = 1 }));
        await visit.SeeAsync("0 profiles");
        await visit.OpenAsync("/sample", "Sample shop");
        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Load the sample shop" }));
        visit.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Page_of_a_workspace_that_is_gone_saves_nothing_in_another_one()
    {
        await using var server = await ServedDashboard.StartAsync();
        using var added = await server.Client.PostAsync(new Uri("/v1/workspaces", UriKind.Relative), new StringContent("""{"name":"acme"}""", Encoding.UTF8, "application/json"));
        added.IsSuccessStatusCode.ShouldBeTrue();
        await using var visit = await dashboard.VisitAsync(at: server.Address);
        await visit.OpenAsync("/workspaces", "Workspaces");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Open acme" }).ClickAsync();
        await visit.SeeAsync(visit.Page.Locator(".workspace").Filter(new() { HasText = "acme" }));
        await visit.OpenAsync("/segments/new", "New segment");
        await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("of_acme");
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.GetByLabel("As the catalog writes it", new() { Exact = true }).FillAsync("""{ "when": { "trait": "plan", "is": "club" } }""");
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Look at the difference" }).ClickAsync();
        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Put version" }));
        var before = await server.Client.GetStringAsync(new Uri("/v1/catalog", UriKind.Relative));

        using var removed = await server.Client.DeleteAsync(new Uri("/v1/workspaces/acme", UriKind.Relative));
        removed.IsSuccessStatusCode.ShouldBeTrue();

        // The page may have ended by now; where it has not, it is asked to save.
        await visit.Page.EvaluateAsync("[...document.querySelectorAll('button.primary')].find(button => button.textContent.startsWith('Put version'))?.click()");
        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Segments", Level = 1 }));
        (await server.Client.GetStringAsync(new Uri("/v1/catalog", UriKind.Relative))).ShouldBe(before);
        (await visit.Page.Locator(".workspace").CountAsync()).ShouldBe(0);
        visit.Complaints.ShouldBeEmpty();
    }
}
