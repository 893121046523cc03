using PersonaGrain.Gateway.Listing;
using PersonaGrain.Signals;

namespace PersonaGrain.Gateway.Tests.Listing;

/// <summary>How far is walked for the rows of a list of which some are left out.</summary>
public sealed class RowWalkTests
{
    private static readonly RowShape Picking = new(null, []) { IsSearch = true, IsSorted = true, Without = "buyers" };

    [Fact]
    public async Task Walk_ends_after_as_many_as_may_be_looked_at()
    {
        var source = new EndlessSource();
        var walk = Walk(source, limit: 1, mostLooked: 2_500);

        await foreach (var rows in walk.RowsAsync(await source.PageAsync(null, walk.PageSize, CancellationToken.None), CancellationToken.None))
        {
            rows.ShouldBeEmpty("all of them are left out");
        }

        walk.IsCut.ShouldBeTrue();
        (source.Pages, source.Read).ShouldBe((3, 2_500));
    }

    [Fact]
    public async Task Walk_of_a_list_of_which_nobody_is_left_out_ends_by_its_limit_alone()
    {
        var source = new EndlessSource { Shape = new RowShape("buyers", []) };
        var walk = Walk(source, limit: 4_500, mostLooked: 2_500);

        var told = 0;
        await foreach (var rows in walk.RowsAsync(await source.PageAsync(null, walk.PageSize, CancellationToken.None), CancellationToken.None))
        {
            told += rows.Count;
        }

        (told, walk.IsCut).ShouldBe((4_500, false));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5_000)]
    [InlineData(null)]
    public void Pages_are_full_however_few_rows_are_asked_for(int? limit) => Walk(new EndlessSource(), limit, 10).PageSize.ShouldBe(1_000);

    // Of a profile that is not there any more there is no row, as of one that is left out.
    private static RowWalk Walk(EndlessSource source, int? limit, int mostLooked) => new(
        source,
        new RowReader(source.Shape, (_, _) =>
        {
            source.Looked();
            return default;
        }),
        limit,
        mostLooked);

    private sealed class EndlessSource : IRowSource
    {
        private int _read;

        public RowShape Shape { get; init; } = Picking;

        public int MaximumPage => 1_000;

        internal int Pages { get; private set; }

        internal int Read => _read;

        public ValueTask<FoundPage> PageAsync(string? cursor, int limit, CancellationToken cancellation)
        {
            Pages++;
            return new(new FoundPage([.. Enumerable.Range(0, limit).Select(number => new ListedProfile(ProfileId.Parse($"p{Pages}-{number}"), null, default))], "next"));
        }

        internal void Looked() => Interlocked.Increment(ref _read);
    }
}
