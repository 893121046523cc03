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
    /// <summary>Of a person who was joined and parted more often than this since the account heard of it, the older changes are told by the others themselves.</summary>
    private const int MostCompanions = 20;

    /// <summary>More steps than this from an identity to its person there never are.</summary>
    private const int MostSteps = 2_000;

    private MemberNews(ActorId leader, long after, long through)
        : base(leader, after, through)
    {
    }

    /// <summary>Whom it is about.</summary>
    internal ProfileId Person => Leader.Profile;

    /// <summary>Whether it says all that counts of the person, and not only what is new: so it is where the account knows nothing of the person, or the person was joined or parted since.</summary>
    internal required bool IsWhole { get; init; }

    /// <summary>What signals in it say of belonging to the account, in the order of the journal.</summary>
    internal required IReadOnlyList<Belonging> Said { get; init; }

    /// <summary>What the newest note in it says of belonging to the account by another one; null where none does.</summary>
    internal InheritedTie? Inherited { get; init; }

    /// <summary>The signals, in the order of the journal.</summary>
    internal required IReadOnlyList<TakenSignal> Signals { get; init; }

    /// <summary>The segments that the person came to be in, or to be in no longer, in order; where all is said, those that the person is in.</summary>
    internal required IReadOnlyList<(string Segment, bool Entered)> Segments { get; init; }

    /// <summary>Identities that are the person now: they are members no longer themselves.</summary>
    internal IReadOnlyList<ProfileId> Absorbed { get; init; } = [];

    /// <summary>The same of those whom the person was joined with or parted from: what moved from one to the other is told of both at once, so that it never counts for both, or for neither.</summary>
    internal IReadOnlyList<MemberNews> Companions { get; init; } = [];

    /// <inheritdoc />
    internal override bool Begins => IsWhole && Belongs(Said, Inherited);

    /// <summary>Reads them.</summary>
    internal static async ValueTask<News> ReadAsync(ProfileId account, ActorId person, long after, IActorStorage storage, CancellationToken cancellation) =>
        (after == 0 ? null : await ReadNewAsync(account, person, after, storage, cancellation)) ?? await ReadWholeAsync(account, person, after, storage, cancellation);

    /// <summary>Reads what is new; null where that is not enough, since the person was joined or parted, or its journal was moved without some of its entries.</summary>
    private static async ValueTask<MemberNews?> ReadNewAsync(
        ProfileId account, ActorId person, long after, IActorStorage storage, CancellationToken cancellation)
    {
        var (through, signals, segments) = (0L, new List<TakenSignal>(), new List<(string, bool)>());
        var (said, at) = (new List<Belonging>(), default(Instant));
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
                    said.AddRange(SaidBy(entry.Signal, account));
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
        ProfileId account, ActorId person, long after, IActorStorage storage, CancellationToken cancellation, bool isCompanion = false)
    {
        var (through, at, history) = (0L, default(Instant), new PersonHistory());
        InheritedTie? inherited = null;
        var segments = new OrderedDictionary<string, bool>(StringComparer.Ordinal);
        var changes = new List<(long Place, PersonChange Change)>();
        await foreach (var (place, entry) in storage.ReadAsync(person, 0, JournalEntryKinds.All, cancellation))
        {
            (through, at) = (place, Instant.Max(at, InstantOf(entry)));
            history.Add(entry);
            switch (entry.Kind)
            {
                case JournalEntryKind.Change:
                    segments[entry.Change.Segment] = entry.Change.Entered;
                    break;
                case JournalEntryKind.Note:
                    inherited = Newer(inherited, entry, account);
                    break;
                case JournalEntryKind.Person:
                    changes.Add((place, entry.Person));
                    break;
            }

            if (history.IsTooLong)
            {
                // Nobody is put together of so much; the person counts as one that does not belong.
                return new MemberNews(person, after, long.MaxValue) { At = at, IsWhole = true, Said = [], Signals = [], Segments = [] };
            }
        }

        // Of one id what was taken first counts, as for the person. One whose person is held elsewhere has none.
        var isSealed = changes is [.., (_, { IsSealed: true })];
        TakenSignal[] signals = isSealed ? []
            : [.. history.Signals.OrderBy(static taken => taken.Received).DistinctBy(static taken => taken.Signal.Id, StringComparer.Ordinal)];
        Belonging[] said = [.. signals.SelectMany(taken => SaidBy(taken.Signal, account))];
        inherited = isSealed ? null : inherited;
        return new MemberNews(person, after, through)
        {
            At = at,
            IsWhole = true,
            Said = said,
            Inherited = inherited,
            Signals = Belongs(said, inherited) ? signals : [],
            Segments = [.. segments.Where(static segment => segment.Value).Select(static segment => (segment.Key, true))],
            Absorbed = await SealedAsync(
                changes.Where(static one => one.Change.Kind == PersonChangeKind.Absorbed).Select(static one => one.Change.Other), storage, cancellation),
            Companions = isCompanion ? []
                : await CompanionsAsync(account, person, changes.Where(one => one.Place > after).Select(static one => one.Change), storage, cancellation),
        };
    }

    /// <summary>Reads those whom a person was joined with or parted from lately, where they are held now.</summary>
    private static async ValueTask<IReadOnlyList<MemberNews>> CompanionsAsync(
        ProfileId account, ActorId person, IEnumerable<PersonChange> changes, IActorStorage storage, CancellationToken cancellation)
    {
        var companions = new Dictionary<ActorId, MemberNews>();
        foreach (var other in changes.Select(static change => change.Other).Distinct().TakeLast(MostCompanions))
        {
            var holder = await HolderAsync(ActorId.Of(other), storage, cancellation);
            if (holder != person && !companions.ContainsKey(holder))
            {
                companions.Add(holder, await ReadWholeAsync(account, holder, 0, storage, cancellation, isCompanion: true));
            }
        }

        return [.. companions.Values];
    }

    /// <summary>The actor that holds the person of an identity.</summary>
    private static async ValueTask<ActorId> HolderAsync(ActorId identity, IActorStorage storage, CancellationToken cancellation)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            PersonChange? last = null;
            await foreach (var (_, entry) in storage.ReadAsync(identity, 0, JournalEntryKinds.Persons, cancellation))
            {
                last = entry.Person;
            }

            if (last is not { IsSealed: true })
            {
                break;
            }

            identity = ActorId.Of(last.Other);
        }

        return identity;
    }

    /// <summary>Those of identities whose person is held elsewhere: others were given back since.</summary>
    private static async ValueTask<IReadOnlyList<ProfileId>> SealedAsync(IEnumerable<ProfileId> identities, IActorStorage storage, CancellationToken cancellation)
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

    private static IEnumerable<Belonging> SaidBy(Signal signal, ProfileId account) =>
        GroupSignal.Read(signal) is { } said && said.Account == account ? [said] : [];

    private static bool Belongs(IReadOnlyList<Belonging> said, InheritedTie? inherited) =>
        inherited is { IsLeft: false } || Belonging.Fold(null, said) is { IsLeft: false };
}
