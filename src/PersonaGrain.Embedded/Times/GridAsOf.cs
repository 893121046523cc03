using System.Runtime.CompilerServices;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Events;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Segments;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Times;

/// <summary>A store as of one instant; nothing is written. Made by <see cref="EmbeddedGrid.AsOf"/> and <see cref="StoreReading.AsOf"/>.</summary>
/// <remarks>
/// An instant not before the clock: what would hold then if nothing more arrived. An instant before it: segments, members and
/// events as they were recorded up to then (as far as event retention reaches), and a profile as its signals up to then make it.
/// Costs: the past reads the events once for each call; the future looks once at every profile that changes until then.
/// </remarks>
public abstract class GridAsOf
{
    private protected GridAsOf(IStoreSource source, Instant at) => (Source, At) = (source, at);

    /// <summary>The instant that answers are about.</summary>
    public Instant At { get; }

    private protected IStoreSource Source { get; }

    /// <summary>Every segment of the catalog in force with its aggregate, by priority then name.</summary>
    public abstract Task<IReadOnlyList<SegmentView>> SegmentsAsync(CancellationToken cancellation);

    /// <summary>The members of a segment; none where the catalog has no such segment.</summary>
    public abstract IAsyncEnumerable<Member> MembersAsync(string segment, CancellationToken cancellation);

    /// <summary>
    /// The profile of the person that an identity belongs to now, as the signals of all its identities make it; null where nothing was observed for it up to then.
    /// </summary>
    /// <remarks>An account of the past is as it had been told by then; one of the future hears nothing of what its members will do.</remarks>
    public async Task<ProfileView?> ProfileAsync(ProfileId profile, CancellationToken cancellation) => (await ReadAsync(profile, cancellation))?.View();

    /// <summary>A profile as <see cref="ProfileAsync"/> gives it, with why it is so.</summary>
    public async Task<ProfileExplanation?> ExplainAsync(ProfileId profile, CancellationToken cancellation) => (await ReadAsync(profile, cancellation))?.Explain();

    /// <summary>A profile as <see cref="ProfileAsync"/> gives it, to be asked.</summary>
    public abstract Task<ProfileReading?> ReadAsync(ProfileId profile, CancellationToken cancellation);

    /// <summary>Why a profile is in a segment, or is not.</summary>
    public async Task<WhyResult> WhyAsync(ProfileId profile, string segment, CancellationToken cancellation)
    {
        var found = await ReadAsync(profile, cancellation);
        return found is not null && await Source.FindAsync(found.Id, cancellation) is { } address
            ? await Task.Run(
                () => Source.Readers.Read(connection => Read(connection, address, journal => ProfileTimes.WhyAsync(found, segment, journal, cancellation))), cancellation)
            : WhyResult.UnknownProfile.Instance;
    }

    /// <summary>The events with an instant up to then, in the order of their positions; those that are still to come follow in order of time, with positions they would have.</summary>
    public virtual async IAsyncEnumerable<GridEvent> EventsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var position = 0L;
        EventPage page;
        do
        {
            var after = position;
            page = await Task.Run(() => Source.Readers.Read(connection => EventReader.Read(connection, Source.Names, after, SegmentReads.LargestPage, 0)), cancellation);
            foreach (var each in page.Events)
            {
                if (IsUpTo(each))
                {
                    yield return each;
                }
            }

            position = page.Next;
        }
        while (!page.Complete);
    }

    private protected T Read<T>(StoreConnection connection, ActorAddress address, Func<IActorStorage, ValueTask<T>> read)
    {
        using var blocks = new StoredBlocks(connection);
        using var marks = new HistoryMarks(connection);
        return AtOnce.Result(read(new HistoryJournal(new ActorHistory(blocks, marks, Source.Names), address)));
    }

    /// <summary>
    /// Whether an event belongs to what was up to then. What a join or a parting changed says since when it would have been so; before it was done the
    /// memberships of the other identities stood, so that it counts from then on.
    /// </summary>
    private protected bool IsUpTo(GridEvent told) => told.At <= At && (told.Cause.Kind != CauseKind.Merge || told.Committed <= At);
}
