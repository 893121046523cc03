using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using PersonaGrain.Dashboard.Tests.Hosting;

namespace PersonaGrain.Dashboard.Tests;

/// <summary>Pages that tell what a census counted: what they show is what the API tells.</summary>
[Collection(DashboardPages.Name)]
public sealed class CountedPagesTests(DashboardFixture dashboard)
{
    [BrowserFact]
    public async Task Report_shows_the_index_and_the_overlaps_of_the_api()
    {
        await using var visit = await VisitAsync();
        var told = await SeenAsync(visit, $"/segments/{SampleShop.Half}?view=report", SampleShop.Half, $"/v1/segments/{SampleShop.Half}/profile");
        await visit.SeeAsync($"{told.GetProperty("size").GetInt64()} members among {told.GetProperty("people").GetInt64()} people");

        var special = told.GetProperty("index").EnumerateArray().Where(static one => one.GetProperty("finding").GetString() is "above" or "below").ToArray();
        special.Length.ShouldBeGreaterThan(0);
        var rows = visit.Page.GetByRole(AriaRole.Table, new() { Name = "What is special about its members" }).Locator("tbody tr");
        (await rows.CountAsync()).ShouldBe(special.Length);
        (await CellsAsync(rows, "Index")).ShouldBe(special.Select(static one => one.GetProperty("index") is { ValueKind: JsonValueKind.Number } index ? Whole(index.GetDouble()) : "–"));
        (await CellsAsync(rows, "In the segment")).ShouldBe(special.Select(static one => Share(one.GetProperty("share"))));

        var overlaps = told.GetProperty("overlaps").EnumerateArray().Where(static one => one.GetProperty("both").ValueKind == JsonValueKind.Number).ToArray();
        overlaps.ShouldContain(static one => one.GetProperty("segment").GetString() == "on_mobile");
        var shared = visit.Page.GetByRole(AriaRole.Table, new() { Name = "Overlaps" }).Locator("tbody tr");
        (await CellsAsync(shared, "In both")).ShouldBe(overlaps.Select(static one => Whole(one.GetProperty("both").GetDouble())));
        visit.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Forecast_shows_who_leaves_day_by_day_as_the_api_tells()
    {
        await using var visit = await VisitAsync();
        var told = await SeenAsync(visit, $"/segments/{SampleShop.Half}?view=forecast", SampleShop.Half, $"/v1/segments/{SampleShop.Half}/forecast?by=day");

        var days = told.GetProperty("steps").EnumerateArray().Where(static day => day.GetProperty("entries").GetInt64() + day.GetProperty("departures").GetInt64() > 0).ToArray();
        days.Sum(static day => day.GetProperty("departures").GetInt64()).ShouldBe(told.GetProperty("members").GetInt64(), "all of them leave within two weeks");
        var rows = visit.Page.GetByRole(AriaRole.Table, new() { Name = "If nothing arrives" }).Locator("tbody tr");
        (await CellsAsync(rows, "Will leave")).ShouldBe(days.Select(static day => "−" + Whole(day.GetProperty("departures").GetDouble())));
        (await CellsAsync(rows, "Members")).ShouldBe(days.Select(static day => Whole(day.GetProperty("members").GetDouble())));
        visit.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Look_alikes_are_those_of_the_api_and_come_as_a_file()
    {
        var server = await dashboard.CountedAsync();
        var told = await server.GetAsync($"/v1/profiles?sort=-score.{SampleShop.Alike}&score={SampleShop.Alike}&above=0&without={SampleShop.Half}&format=csv", DashboardFixture.ReadKey);
        var people = told.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..].Select(static line => line.Split(',')[0]).ToArray();
        people.Length.ShouldBeGreaterThan(2);
        await using var visit = await VisitAsync();
        await visit.OpenAsync($"/segments/{SampleShop.Half}?view=alike", SampleShop.Half);
        await visit.SeeAsync("Everybody as CSV");
        var rows = visit.Page.GetByRole(AriaRole.Table, new() { Name = $"Who is most like the members of {SampleShop.Half} without being one" }).Locator("tbody tr");
        var shown = await rows.Locator("th").AllInnerTextsAsync();
        shown.Count.ShouldBe(Math.Min(10, people.Length));
        shown.ShouldAllBe(person => people.Contains(person), "of equal ones others may be the first ten");
        (await CellsAsync(rows, "Because of")).Count.ShouldBe(shown.Count);
        (await CellsAsync(rows, "Because of")).ShouldAllBe(static why => why.Contains("product_added_to_wishlist", StringComparison.Ordinal));

        var (name, lines) = await DownloadAsync(visit, "Everybody as CSV");

        name.ShouldBe($"{SampleShop.Half}-alike.csv");
        lines[0].ShouldBe("id,value");
        lines[1..].Where(static line => line.Length > 0).Select(static line => line.Split(',')[0]).ShouldBe(people, ignoreOrder: true);
        visit.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Members_come_as_a_file_each_with_why_if_wished()
    {
        var told = await ReadAsync($"/v1/segments/{SampleShop.Half}");
        await using var visit = await VisitAsync();
        await visit.OpenAsync($"/segments/{SampleShop.Half}", SampleShop.Half);

        var (name, members) = await DownloadAsync(visit, "Members as CSV");
        var (_, reasons) = await DownloadAsync(visit, "Members with why, as CSV");

        name.ShouldBe($"{SampleShop.Half}-members.csv");
        members[0].ShouldBe("profile,since,version");
        members.Length.ShouldBe(1 + told.GetProperty("count").GetInt32());
        reasons[0].ShouldBe("profile,since,version,reason");
        reasons.Length.ShouldBe(members.Length);
        reasons[1..].ShouldAllBe(static line => line.Contains("size_guide_opened", StringComparison.Ordinal));
        visit.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Score_shows_how_people_are_spread_and_what_was_learned()
    {
        await using var visit = await VisitAsync();
        var known = await SeenAsync(visit, $"/scores/{SampleShop.Alike}", SampleShop.Alike, $"/v1/population/scores/{SampleShop.Alike}");
        await visit.SeeAsync("over 120 people");
        await visit.SeeAsync("How people are spread");

        var measures = known.GetProperty("similarity").GetProperty("model").GetProperty("measures").EnumerateArray()
            .ToDictionary(static one => one.GetProperty("measure").GetString()!, static one => one.GetProperty("weight").GetDouble());
        var rows = visit.Page.GetByRole(AriaRole.Table, new() { Name = "What drives it" }).Locator("tbody tr");
        var names = await rows.Locator("th").AllInnerTextsAsync();
        var applied = await CellsAsync(rows, "Applied");
        names.ShouldBe(measures.Keys, ignoreOrder: true);
        applied.Count.ShouldBe(names.Count);
        names.Zip(applied).ShouldAllBe(
            one => Math.Abs(double.Parse(one.Second.Replace('−', '-'), CultureInfo.InvariantCulture) - measures[one.First]) < 0.01);
        measures["product_added_to_wishlist"].ShouldBeGreaterThan(0);
        visit.Complaints.ShouldBeEmpty();
    }

    private async Task<BrowserVisit> VisitAsync()
    {
        var visit = await dashboard.VisitAsync(at: (await dashboard.CountedAsync()).Address);
        await visit.SignInAsync(DashboardFixture.ReadKey);
        await visit.SeeAsync("Segments");
        return visit;
    }

    /// <summary>Opens a page, and reads of the API what it shows; once more where people were counted again between the two.</summary>
    private async Task<JsonElement> SeenAsync(BrowserVisit visit, string page, string heading, string path)
    {
        for (var left = 5; ; left--)
        {
            await visit.OpenAsync(page, heading);
            await visit.SeeAsync(visit.Page.GetByText("generation ").Filter(new() { Visible = true }));
            var told = await ReadAsync(path);
            if (left == 0 || await visit.Page.GetByText($"generation {told.GetProperty("generation").GetInt64()},").CountAsync() > 0)
            {
                return told;
            }
        }
    }

    private async Task<JsonElement> ReadAsync(string path) => JsonDocument.Parse(await (await dashboard.CountedAsync()).GetAsync(path, DashboardFixture.ReadKey)).RootElement;

    /// <summary>What stands in a column, row by row.</summary>
    private static async Task<IReadOnlyList<string>> CellsAsync(ILocator rows, string column) =>
        [.. (await rows.Locator($"td[data-label='{column}']").AllInnerTextsAsync()).Select(static text => text.Trim())];

    private static async Task<(string Name, string[] Lines)> DownloadAsync(BrowserVisit visit, string link)
    {
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync());
        var text = await File.ReadAllTextAsync(await download.PathAsync());
        return (download.SuggestedFilename, text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Whole(double number) => Math.Round(number).ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(JsonElement share) =>
        share.ValueKind == JsonValueKind.Null ? "too few" : string.Create(CultureInfo.InvariantCulture, $"{share.GetDouble() * 100:0.#} %");
}
