using PersonaGrain.Catalogs;
using PersonaGrain.Documents;
using PersonaGrain.Embedded;
using PersonaGrain.Embedded.Times;
using PersonaGrain.Gateway.Listing;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Indexing;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Times;
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
        (_store, At, IsNow) = (store, at ?? store.Now, at is null);
        _asOf = store.AsOf(At);
    }

    /// <summary>The time that answers are about.</summary>
    public Instant At { get; }

    /// <summary>Whether that is the store's own.</summary>
    public bool IsNow { get; }

    /// <summary>Whether what was committed last is what is now: else time may have changed who is where since then.</summary>
    public bool IsCurrent => _store.Clock == GridClock.Signals;

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

    /// <summary>How many members a segment has.</summary>
    public async Task<long> CountAsync(string segment, CancellationToken cancellation) =>
        (await SegmentsAsync(cancellation)).First(view => view.Id == segment).Count;

    /// <summary>The catalog of those who are in a segment: of people, or what accounts have of it.</summary>
    public Catalog CatalogOf(string segment) =>
        _store.Catalog.Segments.First(known => known.Name == segment).IsOfAccounts ? _store.Catalog.OfAccounts : _store.Catalog;

    /// <summary>Searches the index, which has what is now.</summary>
    public ValueTask<SearchResult> SearchAsync(ProfileSearch search, CancellationToken cancellation) => _store.SearchAsync(search, cancellation);

    /// <summary>A profile with why it is so, or null where nothing was observed for it.</summary>
    public Task<ProfileExplanation?> ExplainAsync(ProfileId profile, CancellationToken cancellation) => _asOf.ExplainAsync(profile, cancellation);

    /// <summary>Why a profile is in a segment, or is not.</summary>
    public Task<WhyResult> WhyAsync(ProfileId profile, string segment, CancellationToken cancellation) => _asOf.WhyAsync(profile, segment, cancellation);

    /// <summary>What a row of a list is made of.</summary>
    public async ValueTask<RowReader.Reading?> ReadAsync(ProfileId profile, RowShape shape, CancellationToken cancellation)
    {
        if (!shape.HasReasons)
        {
            return await ProfileAsync(profile, cancellation) is { } view ? new RowReader.Reading(view, null) : null;
        }

        return await ExplainAsync(profile, cancellation) is { } explained
            ? new RowReader.Reading(explained.View, explained.Memberships.FirstOrDefault(one => one.Membership.Segment == shape.Segment)?.Why.ToSentence())
            : null;
    }

    /// <summary>The events up to the time, in the order of their commits.</summary>
    public IAsyncEnumerable<GridEvent> EventsAsync(CancellationToken cancellation) => _asOf.EventsAsync(cancellation);
}
