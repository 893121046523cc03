using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Triggers;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles.Times;

/// <summary>Which signals of a stretch of a long journal count: those that were neither taken back, nor given back, nor sent twice by identities that are one now; as <see cref="Timeline.Counting"/> says of a whole one.</summary>
internal sealed class StandingSignals
{
    private readonly RetractedSignals _retracted = new();
    private readonly PartedOrigins _parted = new();
    private readonly HashSet<long> _repeated = [];

    private StandingSignals()
    {
    }

    /// <summary>Reads what came behind a stretch, and of a person who was joined the whole journal: what was sent twice may stand anywhere. O(entries that are read).</summary>
    /// <param name="journals">The journals.</param>
    /// <param name="actor">Whose.</param>
    /// <param name="after">The stretch begins behind this place.</param>
    /// <param name="before">It ends before this place.</param>
    /// <param name="isJoined">Whether identities of the person were joined.</param>
    /// <param name="cancellation">Ends the read.</param>
    internal static async ValueTask<StandingSignals> ReadAsync(IActorStorage journals, ActorId actor, long after, long before, bool isJoined, CancellationToken cancellation)
    {
        const JournalEntryKinds TakenBack = JournalEntryKinds.AllRetractions | JournalEntryKinds.Persons;
        var standing = new StandingSignals();
        var same = isJoined ? await IdsAsync(journals, actor, after, before, cancellation) : [];
        await foreach (var entry in journals.ReadAsync(actor, isJoined ? 0 : after, isJoined ? TakenBack | JournalEntryKinds.Signals : TakenBack, cancellation))
        {
            standing._parted.Note(entry.Sequence, entry.Entry);
            if (entry.Entry.IsRetraction)
            {
                standing._retracted.Add(entry.Entry.Retraction);
            }
            else if (entry.Entry.Kind == JournalEntryKind.Signal && same.TryGetValue(entry.Entry.Signal.Id, out var others))
            {
                others.Add(entry);
            }
        }

        foreach (var sent in same.Values.Where(static sent => sent.Count > 1))
        {
            // It counts as it was taken first.
            standing._repeated.UnionWith(sent.Where(standing.Counts).OrderBy(static each => each.Entry.Received).Skip(1).Select(static each => each.Sequence).ToArray());
        }

        return standing;
    }

    /// <summary>Whether a signal of the stretch counts.</summary>
    internal bool Counts(JournaledEntry signal) =>
        !_repeated.Contains(signal.Sequence) && !_retracted.Contains(signal.Entry.Signal) && !_parted.Covers(signal.Sequence, signal.Entry.Signal);

    private static async ValueTask<Dictionary<string, List<JournaledEntry>>> IdsAsync(IActorStorage journals, ActorId actor, long after, long before, CancellationToken cancellation)
    {
        var ids = new Dictionary<string, List<JournaledEntry>>(StringComparer.Ordinal);
        await foreach (var entry in journals.ReadAsync(actor, after, JournalEntryKinds.Signals, cancellation))
        {
            if (entry.Sequence >= before)
            {
                break;
            }

            ids.TryAdd(entry.Entry.Signal.Id, []);
        }

        return ids;
    }
}
