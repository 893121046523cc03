using System.Runtime.CompilerServices;
using PersonaGrain.Embedded;
using PersonaGrain.Embedded.Times;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Inspect;

/// <summary>Reads a store as of one time: that of its clock, or the one asked for. A time to come answers what would hold then if nothing arrived.</summary>
internal sealed class StoreReader(EmbeddedGrid grid, Instant? at)
{
    private const int Page = 10_000;

    private readonly GridAsOf? _asOf = at is { } asked ? grid.AsOf(asked) : null;

    /// <summary>The time that answers are about.</summary>
    public Instant At { get; } = at ?? grid.Now;

    /// <summary>Whether the catalog has a segment.</summary>
    public bool HasSegment(string segment) => grid.Catalog.Document.Segments.ContainsKey(segment);

    /// <summary>Every segment.</summary>
    public async Task<IReadOnlyList<SegmentView>> SegmentsAsync(CancellationToken cancellation) =>
        _asOf is null ? await grid.SegmentsAsync(cancellation) : await _asOf.SegmentsAsync(cancellation);

    /// <summary>A profile, or null where nothing was observed for it.</summary>
    public async Task<ProfileView?> ProfileAsync(ProfileId profile, CancellationToken cancellation) =>
        _asOf is null ? await grid.ProfileAsync(profile, cancellation) : await _asOf.ProfileAsync(profile, cancellation);

    /// <summary>A profile as of the next instant at which it changes by itself, if nothing arrives until then; null where there is none.</summary>
    public async Task<ProfileView?> AfterNextFlipAsync(ProfileView profile, CancellationToken cancellation) =>
        profile.NextFlip is { } flip && flip >= grid.Now ? await grid.AsOf(flip).ProfileAsync(profile.Id, cancellation) : null;

    /// <summary>The members of a segment.</summary>
    public IAsyncEnumerable<Member> MembersAsync(string segment, CancellationToken cancellation) =>
        _asOf is null ? PageMembersAsync(segment, cancellation) : _asOf.MembersAsync(segment, cancellation);

    /// <summary>The events up to the time, in the order of their commits.</summary>
    public IAsyncEnumerable<GridEvent> EventsAsync(CancellationToken cancellation) =>
        (_asOf ?? grid.AsOf(At)).EventsAsync(cancellation);

    private async IAsyncEnumerable<Member> PageMembersAsync(string segment, [EnumeratorCancellation] CancellationToken cancellation)
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
}
