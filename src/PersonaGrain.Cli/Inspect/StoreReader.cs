using System.Runtime.CompilerServices;
using PersonaGrain.Embedded;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Inspect;

/// <summary>Reads a store as of one time: that of its clock, or the one asked for.</summary>
internal sealed class StoreReader(EmbeddedGrid grid, Instant? at)
{
    private const int Page = 10_000;

    /// <summary>The time that answers are about.</summary>
    public Instant At { get; } = at ?? grid.Now;

    /// <summary>Whether the catalog has a segment.</summary>
    public bool HasSegment(string segment) => grid.Catalog.Document.Segments.ContainsKey(segment);

    /// <summary>Every segment.</summary>
    public ValueTask<IReadOnlyList<SegmentView>> SegmentsAsync(CancellationToken cancellation) => grid.SegmentsAsync(cancellation);

    /// <summary>A profile, or null where nothing was observed for it.</summary>
    public ValueTask<ProfileView?> ProfileAsync(ProfileId profile, CancellationToken cancellation) => grid.ProfileAsync(profile, cancellation);

    /// <summary>The members of a segment, page by page.</summary>
    public async IAsyncEnumerable<Member> MembersAsync(string segment, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (string? cursor = null; ;)
        {
            var page = await grid.MembersAsync(segment, cursor, Page, cancellation);
            foreach (var member in page?.Members ?? [])
            {
                yield return member;
            }

            cursor = page?.Next;
            if (cursor is null)
            {
                yield break;
            }
        }
    }

    /// <summary>The events up to the time, page by page, in the order of their commits.</summary>
    public async IAsyncEnumerable<GridEvent> EventsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var position = 0L; ;)
        {
            var page = await grid.EventsAsync(position, Page, cancellation);
            foreach (var happened in page.Events)
            {
                if (happened.At <= At)
                {
                    yield return happened;
                }
            }

            if (page.Complete)
            {
                yield break;
            }

            position = page.Next;
        }
    }
}
