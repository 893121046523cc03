using System.Runtime.CompilerServices;

namespace PersonaGrain.Gateway.Listing;

/// <summary>The rows of a list as they are read: page by page, the next only when the rows before it were taken.</summary>
/// <param name="source">Where the pages come from.</param>
/// <param name="reader">Makes the rows.</param>
/// <param name="limit">The most rows; null for all.</param>
/// <param name="mostLooked">The most profiles that are looked at and left out, where members are: it is not known before how many that takes. Without a limit all are looked at.</param>
internal sealed class RowWalk(IRowSource source, RowReader reader, int? limit, int mostLooked)
{
    /// <summary>Profiles of a page.</summary>
    internal const int Page = 1_000;

    /// <summary>Profiles that are read before it is known whether more are needed, where members are left out.</summary>
    private const int Part = 50;

    // Of those who are found some are left out: pages as small as the limit would be as many as there are of them.
    private readonly bool _picks = source.Shape.Without is not null;
    private long _left = limit ?? long.MaxValue;

    /// <summary>Whether it ended since it had left out as many as it may, with others behind them.</summary>
    internal bool IsCut { get; private set; }

    /// <summary>The profiles of the next page.</summary>
    internal int PageSize => _picks ? Math.Min(Page, source.MaximumPage) : (int)Math.Min(Math.Min(Page, source.MaximumPage), _left);

    /// <summary>The rows, some at a time; none for a page that gives none.</summary>
    /// <param name="first">The first page, of <see cref="PageSize"/>.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async IAsyncEnumerable<IReadOnlyList<ProfileRow>> RowsAsync(FoundPage first, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var passed = 0L;
        for (var page = first; ; page = await NextAsync(page, cancellation))
        {
            for (var start = 0; start < Math.Max(1, page.Listed.Count);)
            {
                if (_picks && limit is not null && passed >= mostLooked)
                {
                    IsCut = true;
                    yield break;
                }

                var some = _picks ? [.. page.Listed.Skip(start).Take(limit is null ? Part : (int)Math.Min(Part, mostLooked - passed))] : page.Listed;
                var rows = await reader.ReadAsync(some, cancellation);
                yield return rows.Count > _left ? [.. rows.Take((int)_left)] : rows;
                (start, passed, _left) = (start + Math.Max(1, some.Count), passed + some.Count - rows.Count, _left - rows.Count);
                if (_left <= 0)
                {
                    yield break;
                }
            }

            if (page.Next is null)
            {
                yield break;
            }
        }
    }

    private async Task<FoundPage> NextAsync(FoundPage page, CancellationToken cancellation)
    {
        var next = await source.PageAsync(page.Next, PageSize, cancellation);
        return next.Problem is { } problem ? throw new InvalidOperationException($"the list ends in its middle: {problem.Detail}") : next;
    }
}
