using PersonaGrain.Catalogs;
using PersonaGrain.Embedded.Tests.People;
using PersonaGrain.Grid;
using PersonaGrain.Indexing;
using PersonaGrain.Profiles;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Indexing;

/// <summary>A catalog with indexed fields, and short forms for what the index has.</summary>
public abstract class OpenIndex : OpenPeople
{
    private static readonly string[] Fields = ["spend", "orders_7d", "score.loyalty"];

    protected static CatalogDocument Shop(int version = 1, string more = "") => Some.Catalog(
        traits: $$"""
            { {{more}}
              "spend": { "sum": "order_completed", "indexed": true },
              "orders_7d": { "count": "order_completed", "within": "7d", "indexed": true } }
            """,
        scores: """{ "loyalty": { "weights": { "order_completed": 1 }, "relevance": { "saturation": 2 }, "indexed": true } }""",
        segments: """{ "chosen": { "when": { "trait": "orders_7d", "atLeast": 1 } } }""",
        version: version);

    /// <summary>An order of each visitor, of as much as its number says.</summary>
    protected Observation[] Orders(int visitors) =>
        [.. Enumerable.Range(0, visitors).Select(index => Some.Observation($"visitor-{index}", "order_completed", Clock.Now, value: index))];

    protected async Task<ProfilePage> PageAsync(EmbeddedGrid grid, string field) =>
        (await grid.SearchAsync(new ProfileSearch { SortBy = field, Limit = 1_000 }, Deadline)).ShouldBeOfType<ProfilePage>();

    protected async Task<string[]> TellAsync(EmbeddedGrid grid, string field) =>
        [.. (await PageAsync(grid, field)).Profiles.Select(static one => $"{one.Profile} {one.Value}")];

    /// <summary>The index has of everybody what their profiles say, and of nobody anything else.</summary>
    protected async Task ShouldBeCurrentAsync(EmbeddedGrid grid)
    {
        var people = (await grid.StatusAsync(Deadline)).Profiles;
        foreach (var field in Fields.Where(field => grid.Catalog.IndexedFields.Any(one => one.Name == field)))
        {
            var page = await PageAsync(grid, field);
            page.IsComplete.ShouldBeTrue();
            page.Profiles.Count.ShouldBe((int)people, field);
            foreach (var (profile, value) in page.Profiles)
            {
                value.Number.ShouldBe(ValueOf(await ProfileAsync(grid, profile.Value), field), page.Error + 1e-6, $"{field} of {profile}");
            }
        }
    }

    private static double ValueOf(ProfileView profile, string field) => field == "score.loyalty" ? profile.Scores["loyalty"] : profile.Traits[field].Number;
}
