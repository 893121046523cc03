using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using PersonaGrain.Dashboard.Tests.Hosting;

namespace PersonaGrain.Dashboard.Tests;

/// <summary>A segment is written, tried out, and saved by those who may.</summary>
[Collection(DashboardPages.Name)]
public sealed class BuilderTests(DashboardFixture dashboard)
{
    [BrowserFact]
    public async Task Reader_tries_a_segment_out_by_keyboard_and_may_not_save_it()
    {
        await using var visit = await dashboard.SignedInAsync();
        await visit.OpenAsync("/segments/new", "New segment");
        await visit.SeeAsync("the segment needs a name");
        await TypeAsync(visit, visit.Page.GetByLabel("Name", new() { Exact = true }), "tried_out");

        // The new condition has the focus: the keyboard goes on there.
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add a condition" }).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        var kind = visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Kind", Exact = true }).Nth(1);
        await Assertions.Expect(kind).ToBeFocusedAsync();
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Measure", Exact = true }).SelectOptionAsync("order_completed");
        await TypeAsync(visit, visit.Page.GetByLabel("times", new() { Exact = true }), "4");

        await visit.SeeAsync("measure order_completed, count at least 4");
        await visit.SeeAsync("were looked at: numbers are exact");
        await Assertions.Expect(visit.Page.GetByLabel("As the catalog writes it", new() { Exact = true })).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("\"atLeast\": 4"));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Why:" }).First.ClickAsync();
        await visit.SeeAsync(visit.Page.Locator(".people .verdict.holds"));
        await visit.SeeAsync("This key may try things out, and not save");
        (await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Look at the difference" }).CountAsync()).ShouldBe(0);

        // The draft survives a reload, and faults stand beside what is wrong.
        await visit.Page.ReloadAsync();
        await visit.SeeAsync("measure order_completed, count at least 4");
        await Assertions.Expect(visit.Page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("tried_out");
        await TypeAsync(visit, visit.Page.GetByLabel("within", new() { Exact = true }), "soon");
        await visit.SeeAsync(visit.Page.Locator("li .field-fault"));
        await visit.SeeAsync("People are looked at once the definition has no faults");
        await visit.Page.GetByLabel("As the catalog writes it", new() { Exact = true }).FillAsync("""{ "when": { "trait": "plan", "is": "club" } }""");
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.SeeAsync("trait plan, is club");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Trait", Exact = true })).ToHaveValueAsync("plan");
        visit.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Administrator_saves_a_segment_after_the_difference_and_takes_it_out_again()
    {
        await using var visit = await dashboard.VisitAsync();
        await visit.SignInAsync(DashboardFixture.AdminKey, "/segments/new");
        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "New segment" }));
        await TypeAsync(visit, visit.Page.GetByLabel("Name", new() { Exact = true }), "club_members");
        await visit.Page.GetByLabel("As the catalog writes it", new() { Exact = true }).FillAsync("""{ "when": { "trait": "plan", "is": "club" } }""");
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.SeeAsync("were looked at: numbers are exact");

        // Another catalog comes in force meanwhile: said, and gone on from.
        await RaiseAsync();
        await visit.SeeAsync("by somebody else");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Go on from version" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Look at the difference" }).ClickAsync();
        await visit.SeeAsync("not there");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Put version" }).ClickAsync();

        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "club_members", Level = 1 }));
        visit.Page.Url.ShouldEndWith("/segments/club_members");
        await visit.OpenAsync("/segments/club_members/edit", "Change club_members");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Take the segment out" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Take club_members out now" }).ClickAsync();
        await visit.SeeAsync(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Segments", Exact = true, Level = 1 }));
        (await CatalogAsync())["segments"]!.AsObject().ContainsKey("club_members").ShouldBeFalse();
        visit.Complaints.ShouldBeEmpty();
    }

    /// <summary>Types into a field, and leaves it.</summary>
    private static async Task TypeAsync(BrowserVisit visit, ILocator field, string text)
    {
        await field.FillAsync(text);
        await visit.Page.Keyboard.PressAsync("Tab");
    }

    private async Task RaiseAsync()
    {
        var catalog = await CatalogAsync();
        catalog["version"] = catalog["version"]!.GetValue<int>() + 1;
        using var request = Request(HttpMethod.Put);
        request.Content = new StringContent(catalog.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await dashboard.Server.Client.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    private async Task<JsonObject> CatalogAsync()
    {
        using var request = Request(HttpMethod.Get);
        using var answer = await dashboard.Server.Client.SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
    }

    private static HttpRequestMessage Request(HttpMethod method)
    {
        var request = new HttpRequestMessage(method, "/v1/catalog");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", DashboardFixture.AdminKey);
        return request;
    }
}
