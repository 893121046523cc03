using PersonaGrain.Grid;

namespace PersonaGrain.Testing.Contracts;

/// <summary>Listing members: complete and stable, also while members come and go.</summary>
public abstract class MemberContract<THost> : GridContract<THost>
    where THost : GridHost, new()
{
    private const string Buyers = """{ "signal": "order_completed", "count": { "atLeast": 1 }, "within": "7d" }""";

    private static Observation Order(string profile) => Some.Observation(profile, "order_completed");

    [ContractFact]
    public async Task Members_tell_since_when_and_their_version()
    {
        await StartWhereAsync(Buyers);
        await ObserveAsync(Order("ada"), Some.Observation("bob"));
        await SettleAsync();

        (await MembersAsync()).ShouldBe([new Member(Some.Profile(), Some.Now, 1)]);
    }

    [ContractFact]
    public async Task Segment_without_members_is_one_empty_page()
    {
        await StartWhereAsync(Buyers);

        var page = (await Grid.MembersAsync("chosen", null, 10, Deadline)).ShouldNotBeNull();

        page.Members.ShouldBeEmpty();
        page.Next.ShouldBeNull();
    }

    [ContractTheory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    public async Task Pages_hold_each_member_once_in_an_order_that_stays(int pageSize)
    {
        await StartWhereAsync(Buyers);
        await ObserveAsync([.. Enumerable.Range(0, 50).Select(index => Order($"visitor-{index}"))]);
        await SettleAsync();

        var first = await MembersAsync(pageSize: pageSize);
        var second = await MembersAsync(pageSize: 10_000);

        first.ShouldBe(second);
        first.Select(member => member.Profile.Value).Order().ShouldBe(Enumerable.Range(0, 50).Select(index => $"visitor-{index}").Order());
    }

    [ContractFact]
    public async Task Members_that_stay_are_listed_once_while_others_come_and_go()
    {
        await StartWhereAsync(Buyers);
        var leaving = Enumerable.Range(0, 40).Select(index => Some.Observation($"leaving-{index}", "order_completed", Some.Now - 6 * Day));
        var staying = Enumerable.Range(0, 40).Select(index => Order($"staying-{index}"));
        await ObserveAsync([.. leaving, .. staying]);
        await SettleAsync();

        var seen = new List<string>();
        string? cursor = null;
        var turn = 0;
        do
        {
            var page = (await Grid.MembersAsync("chosen", cursor, 9, Deadline)).ShouldNotBeNull();
            seen.AddRange(page.Members.Select(member => member.Profile.Value));
            cursor = page.Next;
            turn++;
            await ObserveAsync(Some.Observation($"coming-{turn}", "order_completed", Host.Clock.Now));
            await AdvanceAsync(turn == 2 ? Day : TimeSpan.Zero);
        }
        while (cursor is not null);

        seen.ShouldBeUnique();
        seen.Where(id => id.StartsWith("staying", StringComparison.Ordinal)).Count().ShouldBe(40);
    }

    [ContractTheory]
    [InlineData("not a cursor")]
    [InlineData("-1")]
    [InlineData("AAAA")]
    public async Task Cursor_that_the_grid_never_gave_is_refused(string cursor)
    {
        await StartWhereAsync(Buyers);

        await Should.ThrowAsync<FormatException>(async () => await Grid.MembersAsync("chosen", cursor, 10, Deadline));
    }

    [ContractTheory]
    [InlineData(0)]
    [InlineData(10_001)]
    public async Task Limit_out_of_range_is_misuse(int limit)
    {
        await StartWhereAsync(Buyers);

        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Grid.MembersAsync("chosen", null, limit, Deadline));
    }
}
