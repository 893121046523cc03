using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Embedded.Tests.Following;

/// <summary>An account tells its members what it is.</summary>
public sealed class TellingMembersTests : OpenAccounts
{
    private const int People = 600;

    private static readonly CatalogDocument Asking = Some.Catalog(
        segments: """{ "chosen": { "when": { "account": { "segment": "surging", "is": true } } } }""",
        accounts: """{ "segments": { "surging": { "when": { "signal": "product_viewed", "count": { "atLeast": 3 }, "within": "7d" } } } }""");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_members_hear_of_it_once_whether_or_not_they_are_in_memory(bool forgetsIdle)
    {
        var options = Options with { MemoryBudget = forgetsIdle ? 0 : Options.MemoryBudget };
        var grid = await OpenAsync(Asking, options);
        await TellAsync(grid, [.. Enumerable.Range(0, People).Select(number => Joins($"person-{number}"))]);
        await TellAsync(grid, Now("person-1"), Now("person-2"), Now("person-3"));

        (await grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull().Count.ShouldBe(People);
        await grid.AbandonAsync();
        grid = await OpenAsync(options: options);
        Clock.Advance(7 * Day);
        await grid.SettleAsync(Deadline);

        var segment = (await grid.SegmentAsync("chosen", Deadline)).ShouldNotBeNull();
        (segment.Count, segment.Entered, segment.Exited).ShouldBe((0, People, People));
        (await EventsAsync(grid)).Where(one => one.Subject == "chosen").Select(one => one.At).Distinct().ShouldBe([Some.Now, Some.Now + (7 * Day)]);
    }
}
