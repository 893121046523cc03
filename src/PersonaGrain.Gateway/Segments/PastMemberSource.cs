using System.Buffers.Text;
using System.Text;
using PersonaGrain.Gateway.Http;
using PersonaGrain.Gateway.Listing;
using PersonaGrain.Gateway.Problems;
using PersonaGrain.Grid;
using PersonaGrain.Segments;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Segments;

/// <summary>Pages of those who were members of a segment at an instant that is past, by key: nobody who comes or goes moves them.</summary>
internal sealed class PastMemberSource(GridCalls grid, string segment, Instant at) : IRowSource
{
    private IReadOnlyList<Member>? _members;

    /// <inheritdoc />
    public RowShape Shape { get; } = new(segment, []);

    /// <inheritdoc />
    public Instant? AsOf => at;

    /// <inheritdoc />
    public int MaximumPage => 10_000;

    /// <inheritdoc />
    public async ValueTask<FoundPage> PageAsync(string? cursor, int limit, CancellationToken cancellation)
    {
        if (!TryRead(cursor, out var after))
        {
            return FoundPage.Refused(new Problem("invalid_cursor", "the cursor is not one that was given out", "cursor"));
        }

        _members ??= (await grid.Within(ending => SegmentPast.ReadAsync(grid.Grid, at, segment, ending), cancellation)).Members;
        Member[] page = [.. _members.SkipWhile(member => after is not null && string.CompareOrdinal(member.Profile.Value, after) <= 0).Take(limit + 1)];
        var next = page.Length > limit ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(page[limit - 1].Profile.Value)) : null;
        return new FoundPage([.. page.Take(limit).Select(member => ListedProfile.Of(segment, member))], next);
    }

    private static bool TryRead(string? cursor, out string? after)
    {
        after = null;
        if (cursor is null)
        {
            return true;
        }

        var bytes = new byte[cursor.Length];
        if (!Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, bytes, out var length))
        {
            return false;
        }

        after = Encoding.UTF8.GetString(bytes, 0, length);
        return true;
    }
}
