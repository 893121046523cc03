using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Accounts;

/// <summary>What an account has to know of a person's journal: whether the person belongs to it, the person's signals, and the segments that the person is in.</summary>
internal sealed class MemberNews : News
{
    private MemberNews(ActorId person, long after, long through)
        : base(person, after, through)
    {
    }

    /// <summary>Whether it says all that counts of the person, and not only what is new: so it is where the account knows nothing of the person, or the person was joined or parted since.</summary>
    internal required bool IsWhole { get; init; }

    /// <summary>What the newest signal in it says of belonging to the account; null where none does.</summary>
    internal Belonging? Said { get; init; }

    /// <summary>What the newest note in it says of belonging to the account by another one; null where none does.</summary>
    internal InheritedTie? Inherited { get; init; }

    /// <summary>The signals, in the order of the journal.</summary>
    internal required IReadOnlyList<TakenSignal> Signals { get; init; }

    /// <summary>The segments that the person came to be in, or to be in no longer, in order; where all is said, those that the person is in.</summary>
    internal required IReadOnlyList<(string Segment, bool Entered)> Segments { get; init; }

    /// <summary>Identities that are the person now: they are members no longer themselves.</summary>
    internal IReadOnlyList<ProfileId> Absorbed { get; init; } = [];

    /// <inheritdoc />
    internal override bool Begins => IsWhole && (Said is { IsLeft: false } || Inherited is { IsLeft: false });

    /// <summary>Reads them.</summary>
    internal static async ValueTask<News> ReadAsync(ProfileId account, ActorId person, long after, IActorStorage storage, CancellationToken cancellation) =>
        (after == 0 ? null : await ReadNewAsync(account, person, after, storage, cancellation)) ?? await ReadWholeAsync(account, person, after, storage, cancellation);

    /// <summary>Reads what is new; null where that is not enough, since the person was joined or parted, or its journal was moved without some of its entries.</summary>
    private static async ValueTask<MemberNews?> ReadNewAsync(
        ProfileId account, ActorId person, long after, IActorStorage storage, CancellationToken cancellation)
    {
        var (through, signals, segments) = (0L, new List<TakenSignal>(), new List<(string, bool)>());
        var (said, at) = ((Belonging?)null, default(Instant));
        InheritedTie? inherited = null;
        await foreach (var (place, entry) in storage.ReadAsync(person, after - 1, JournalEntryKinds.All, cancellation))
        {
            var isKnown = place == after;
            if (through == 0 && !isKnown)
            {
                return null;
            }

            through = place;
            if (isKnown)
            {
                continue;
            }

            at = Instant.Max(at, InstantOf(entry));
            switch (entry.Kind)
            {
                case JournalEntryKind.Person:
                    return null;
                case JournalEntryKind.Change:
                    segments.Add((entry.Change.Segment, entry.Change.Entered));
                    break;
                case JournalEntryKind.Signal when ProfileMachine.IsSent(entry.Signal):
                    signals.Add(new TakenSignal(entry.Signal, entry.Received, entry.HistoryBegan));
                    said = Newer(said, entry.Signal, account);
                    break;
                case JournalEntryKind.Note:
                    inherited = Newer(inherited, entry, account);
                    break;
            }
        }

        return through == 0 ? null
            : new MemberNews(person, after, through) { At = at, IsWhole = false, Said = said, Inherited = inherited, Signals = signals, Segments = segments };
    }

    private static async ValueTask<MemberNews> ReadWholeAsync(
        ProfileId account, ActorId person, long after, IActorStorage storage, CancellationToken cancellation)
    {
        var (through, at, isSealed, history) = (0L, default(Instant), false, new PersonHistory());
        InheritedTie? inherited = null;
        var (segments, absorbed) = (new OrderedDictionary<string, bool>(StringComparer.Ordinal), new List<ProfileId>());
        await foreach (var (place, entry) in storage.ReadAsync(person, 0, JournalEntryKinds.All, cancellation))
        {
            through = place;
            at = Instant.Max(at, InstantOf(entry));
            history.Add(entry);
            if (entry.Kind == JournalEntryKind.Change)
            {
                segments[entry.Change.Segment] = entry.Change.Entered;
            }
            else if (entry.Kind == JournalEntryKind.Note)
            {
                inherited = Newer(inherited, entry, account);
            }
            else if (entry.Kind == JournalEntryKind.Person)
            {
                isSealed = entry.Person.IsSealed;
                absorbed.AddRange(entry.Person.Kind == PersonChangeKind.Absorbed ? [entry.Person.Other] : []);
            }

            if (history.IsTooLong)
            {
                // Nobody is put together of so much; the person counts as one that does not belong.
                return new MemberNews(person, after, long.MaxValue) { IsWhole = true, Signals = [], Segments = [] };
            }
        }

        // Of one id what was taken first counts, as for the person. One whose person is held elsewhere has none.
        TakenSignal[] signals = isSealed ? [] : [.. history.Signals.OrderBy(static taken => taken.Received).DistinctBy(static taken => taken.Signal.Id, StringComparer.Ordinal)];
        Belonging? said = null;
        foreach (var taken in signals)
        {
            said = Newer(said, taken.Signal, account);
        }

        inherited = isSealed ? null : inherited;
        return new MemberNews(person, after, through)
        {
            At = at,
            IsWhole = true,
            Said = said,
            Inherited = inherited,
            Signals = said is { IsLeft: false } || inherited is { IsLeft: false } ? signals : [],
            Segments = [.. segments.Where(static segment => segment.Value).Select(static segment => (segment.Key, true))],
            Absorbed = await SealedAsync(absorbed, storage, cancellation),
        };
    }

    /// <summary>Those of identities whose person is held elsewhere: others were given back since.</summary>
    private static async ValueTask<IReadOnlyList<ProfileId>> SealedAsync(List<ProfileId> identities, IActorStorage storage, CancellationToken cancellation)
    {
        var held = new List<ProfileId>();
        foreach (var identity in identities.Distinct())
        {
            var isSealed = false;
            await foreach (var (_, entry) in storage.ReadAsync(ActorId.Of(identity), 0, JournalEntryKinds.Persons, cancellation))
            {
                isSealed = entry.Person.IsSealed;
            }

            if (isSealed)
            {
                held.Add(identity);
            }
        }

        return held;
    }

    private static InheritedTie? Newer(InheritedTie? known, in JournalEntry note, ProfileId account) =>
        TieNote.KindOf(note) == TieNoteKind.Inherited && TieNote.ReadInherited(note) is var tie && tie.Account == account ? tie : known;

    /// <summary>When the person's actor came to an entry: signals tell of earlier.</summary>
    private static Instant InstantOf(in JournalEntry entry) => entry.Kind == JournalEntryKind.Signal ? entry.Received : entry.At;

    private static Belonging? Newer(Belonging? known, Signal signal, ProfileId account) =>
        GroupSignal.Read(signal) is { } said && said.Account == account && (known is null || said.At >= known.Value.At)
            ? said.Role.Length == 0 && !said.IsLeft && known is { } before ? said with { Role = before.Role } : said
            : known;
}
