using PersonaGrain.Catalogs;
using PersonaGrain.Documents;
using PersonaGrain.Embedded;
using PersonaGrain.Embedded.Times;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Inspect;

/// <summary>Reads a store as of one time: that of its clock, or the one asked for. A time to come answers what would hold then if nothing arrived.</summary>
internal sealed class StoreReader
{
    private readonly StoreReading _store;
    private readonly GridAsOf _asOf;

    /// <summary>A store, read as of a time; null for that of its clock.</summary>
    public StoreReader(StoreReading store, Instant? at)
    {
        (_store, At) = (store, at ?? store.Now);
        _asOf = store.AsOf(At);
    }

    /// <summary>The time that answers are about.</summary>
    public Instant At { get; }

    /// <summary>The kinds of identities that the catalog has.</summary>
    public IdentityKinds Kinds => _store.Catalog.Identities;

    /// <summary>Whether the catalog has a segment.</summary>
    public bool HasSegment(string segment) => _store.Catalog.HasSegment(segment);

    /// <summary>Whether the catalog has a trigger.</summary>
    public bool HasTrigger(string trigger) => Documents.Any(document => document.Triggers.ContainsKey(trigger));

    /// <summary>The segment or trigger that was probably meant, as a half sentence; empty where none is near.</summary>
    public string Hint(string name) => NearName.Hint(name, Documents.SelectMany(static document => document.Segments.Keys.Concat(document.Triggers.Keys)));

    private CatalogDocument[] Documents => [_store.Catalog.Document, _store.Catalog.OfAccounts.Document];

    /// <summary>Every segment.</summary>
    public Task<IReadOnlyList<SegmentView>> SegmentsAsync(CancellationToken cancellation) => _asOf.SegmentsAsync(cancellation);

    /// <summary>A profile, or null where nothing was observed for it.</summary>
    public Task<ProfileView?> ProfileAsync(ProfileId profile, CancellationToken cancellation) => _asOf.ProfileAsync(profile, cancellation);

    /// <summary>A profile as of the next instant at which it changes by itself, if nothing arrives until then; null where there is none.</summary>
    public async Task<ProfileView?> AfterNextFlipAsync(ProfileView profile, CancellationToken cancellation) =>
        profile.NextFlip is { } flip && flip >= _store.Now ? await _store.AsOf(flip).ProfileAsync(profile.Id, cancellation) : null;

    /// <summary>The members of a segment.</summary>
    public IAsyncEnumerable<Member> MembersAsync(string segment, CancellationToken cancellation) => _asOf.MembersAsync(segment, cancellation);

    /// <summary>The events up to the time, in the order of their commits.</summary>
    public IAsyncEnumerable<GridEvent> EventsAsync(CancellationToken cancellation) => _asOf.EventsAsync(cancellation);
}
