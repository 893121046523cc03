using System.Buffers;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Accounts;

/// <summary>One turn of an account that follows a person's journal.</summary>
/// <remarks>
/// New signals are taken as news, at the instant of the turn. Somebody who comes brings history: it counts as if it had always, and fires nothing for what is past.
/// Somebody who goes takes exactly their signals along: the account is put together anew from the others', and its memberships are what follows from those as of now.
/// Somebody who was joined or parted goes and comes in one: what the account had of them before counts as when it came.
/// </remarks>
internal sealed class MemberFollowing(Account account, MemberNews news, Instant now, TurnEffects effects)
{
    private readonly Cause _cause = Cause.OfMember(news.Person);

    private Members Members => account.State.Members!;

    /// <summary>Runs it; whether the person belongs to the account now.</summary>
    internal async ValueTask<bool> RunAsync(IActorStorage storage, CancellationToken cancellation)
    {
        var known = Members.Find(news.Person);
        var member = Merge(news, known);
        MemberNews[] parties = news.IsWhole ? [news, .. news.Companions] : [news];
        ProfileId[] gone = news.IsWhole || member is null
            ? [.. parties.SelectMany(static party => party.Absorbed.Prepend(party.Person)).Distinct().Where(identity => Members.Find(identity) is not null)]
            : [];
        if (gone.Length > 0)
        {
            await RebuildAsync(parties, gone, storage, cancellation);
        }
        else if (member is not null && (known is not null || HasRoom(0)))
        {
            Take(member, known);
        }

        return Members.Find(news.Person) is not null;
    }

    /// <summary>What a person is to the account: by the newest of its signals, else by an account that belongs to this one; null where it does not belong to it.</summary>
    private Member? Merge(MemberNews party, Member? known)
    {
        known = party.IsWhole ? null : known;
        var before = known is null ? (Belonging?)null : new Belonging(account.ProfileId, known.IsDirect ? known.Role : string.Empty, known.DirectAt, !known.IsDirect);
        var direct = Belonging.Fold(before, party.Said);
        var inherited = party.Inherited is { } tie ? tie.IsLeft ? null : tie.Role : known?.Inherited;
        return direct is { IsLeft: false } belonging
            ? new Member(party.Person, belonging.Role, belonging.At, party.Through, Segments(party, known)) { DirectAt = belonging.At, Inherited = inherited }
            : inherited is null ? null
            : new Member(party.Person, inherited, known is { IsDirect: false } ? known.Since : now, party.Through, Segments(party, known))
            {
                IsDirect = false,
                DirectAt = direct?.At ?? default,
                Inherited = inherited,
            };
    }

    private static string[] Segments(MemberNews party, Member? known)
    {
        var segments = known is null ? [] : new List<string>(known.Segments);
        foreach (var (segment, entered) in party.Segments)
        {
            segments.Remove(segment);
            if (entered)
            {
                segments.Add(string.Intern(segment));
            }
        }

        return [.. segments];
    }

    /// <summary>Whether there is room for one more beside some; notes where there is none.</summary>
    private bool HasRoom(int beside)
    {
        if (Members.Count + beside < Members.Maximum)
        {
            return true;
        }

        if (!Members.IsTruncated)
        {
            Truncate(null);
        }

        return false;
    }

    private void Truncate(ProfileId? person)
    {
        effects.Add(TieNote.OfTruncated(person, now));
        Members.Truncate(person);
    }

    /// <summary>Takes the person in, or what is new of it.</summary>
    private void Take(Member member, Member? known)
    {
        Set(member);
        if (news.Said.Count > 0)
        {
            Members.TellAgain(member.Person);
        }

        if (news.Signals.Count == 0)
        {
            account.Machine.EvaluateMembers(account.State, _cause, effects);
            return;
        }

        if (known is null)
        {
            Observe(news.Signals, Intake.History(now));
            return;
        }

        for (var start = 0; start < news.Signals.Count;)
        {
            var began = news.Signals[start].HistoryBegan;
            TakenSignal[] group = [.. news.Signals.Skip(start).TakeWhile(taken => taken.HistoryBegan == began)];
            Observe(group, began is { } instant ? Intake.History(instant) : Intake.News);
            start += group.Length;
        }
    }

    private void Set(Member member)
    {
        effects.Add(TieNote.Of(member, now));
        Members.Set(member);
    }

    private void Observe(IReadOnlyList<TakenSignal> signals, in Intake intake)
    {
        Signal[] copies = [.. signals.Select(taken => Copy(taken.Signal, news.Person))];
        account.Machine.Observe(account.State, copies, now, intake, new ObservationVerdict[copies.Length], effects);
    }

    /// <summary>A signal as the account keeps it. Its id is told from those of other members, and never like that of what a trigger emits.</summary>
    private static Signal Copy(Signal signal, ProfileId person) => new()
    {
        Id = IdOf(signal.Id, person),
        Type = signal.Type,
        Time = signal.Time,
        Value = signal.Value,
        Attributes = signal.Attributes,
        Traits = signal.Traits,
        Origin = person,
    };

    private static string IdOf(string signal, ProfileId person) => $"{signal}@{person.Value}";

    /// <summary>
    /// Puts the account together anew: without the signals of those who are gone, and with those of the parties that belong to it. Memberships stay as they
    /// were told, and are evaluated then.
    /// </summary>
    private async ValueTask RebuildAsync(MemberNews[] parties, ProfileId[] gone, IActorStorage storage, CancellationToken cancellation)
    {
        var history = await PersonHistory.ReadAsync(account.Id, storage, cancellation);
        foreach (var entry in effects.Entries)
        {
            history.Add(entry);
        }

        var staying = Staying(parties, gone.Length);
        if (history.IsTooLong)
        {
            GiveUp(gone, staying);
            return;
        }

        var had = new FormerCopies(history, gone);
        var returning = staying.ConvertAll(one => (one.Member, Own: one.Party.Signals.Select(taken => Own(taken.Signal, one.Party.Person, had)).ToArray()));
        var left = history.Signals.Where(taken => taken.Signal.Origin is not { } origin || !gone.Contains(origin));
        var (machine, applied, told) = (account.Machine, account.Catalog!.Applied, new ToldLife(account.State, history, now));
        var life = PersonLife.Live(
            machine, applied, left.Concat(returning.SelectMany(static one => one.Own)), history.Firings.Select(static one => one.Firing), now, account.State.Belongings);
        var (members, entries) = (Members, new List<JournalEntry>());
        new PersonRebuild(machine, applied, told, life.State, _cause, entries).Refire(life.Firings, life.Firings);
        account.State.Segments.CopyTo(life.State.Segments.AsSpan());
        life.State.AsOf = Instant.Max(life.State.AsOf, now);
        effects.KnownIdList.AddRange(life.Ids);
        entries.ForEach(entry => effects.Add(entry));
        var snapshot = Write(life.State);
        foreach (var identity in gone)
        {
            effects.Add(JournalEntry.Of(new PersonChange(PersonChangeKind.Released, identity, string.Empty, snapshot), now));
            members.Remove(identity);
        }

        life.State.Members = members;
        account.Become(life.State);
        Return(returning, snapshot);
        Settle();
    }

    /// <summary>The parties that belong to the account, as far as there is room.</summary>
    private List<(MemberNews Party, Member Member)> Staying(MemberNews[] parties, int gone)
    {
        var staying = new List<(MemberNews, Member)>();
        foreach (var party in parties)
        {
            if (Merge(party, Members.Find(party.Person)) is { } member && HasRoom(staying.Count - gone))
            {
                staying.Add((party, member));
            }
        }

        return staying;
    }

    /// <summary>Of so many signals nobody is put together: those who are gone count no more, their signals do.</summary>
    private void GiveUp(ProfileId[] gone, List<(MemberNews Party, Member Member)> staying)
    {
        foreach (var identity in gone.Where(identity => !staying.Exists(one => one.Member.Person == identity)))
        {
            Truncate(identity);
        }

        foreach (var (_, member) in staying.Where(one => gone.Contains(one.Member.Person)))
        {
            Set(member);
        }

        account.Machine.EvaluateMembers(account.State, _cause, effects);
    }

    /// <summary>A signal of a person as the account keeps it: one that it had before, of whichever party, as when it took it; another one is history that the person brings.</summary>
    private TakenSignal Own(Signal signal, ProfileId person, FormerCopies had) =>
        had.Find(signal.Id, person) is { } known ? known with { Signal = Copy(signal, person) } : new TakenSignal(Copy(signal, person), now, now);

    /// <summary>The parties are back, in a state that has their signals already: whoever repeats the journal takes these, and then this state.</summary>
    private void Return(List<(Member Member, TakenSignal[] Own)> returning, ReadOnlyMemory<byte> snapshot)
    {
        foreach (var (member, own) in returning)
        {
            Set(member);
            foreach (var taken in own)
            {
                effects.Add(taken.ToEntry());
                Members.Note(member.Person, taken.Signal, account.Machine.Catalog.Model.MemberTraits);
            }
        }

        if (returning.Count > 0)
        {
            effects.Add(JournalEntry.Of(new PersonChange(PersonChangeKind.Absorbed, returning[0].Member.Person, string.Empty, snapshot), now));
        }
    }

    /// <summary>A state without its members: they are noted one by one, and each departure would write all of them.</summary>
    private ReadOnlyMemory<byte> Write(ProfileState state)
    {
        var snapshot = new ArrayBufferWriter<byte>();
        account.Machine.WriteSnapshot(state, snapshot);
        return snapshot.WrittenMemory;
    }

    /// <summary>What follows from the signals that there are now.</summary>
    private void Settle()
    {
        if (account.State.Signals > 0)
        {
            account.Machine.Reevaluate(account.State, now, _cause, effects);
        }
        else
        {
            account.Machine.ExitAll(account.State, _cause, effects);
        }
    }

    /// <summary>The copies of signals of those who are gone, by the ids that their senders gave.</summary>
    private sealed class FormerCopies
    {
        private readonly Dictionary<(ProfileId Person, string Id), TakenSignal> _byPerson = [];
        private readonly Dictionary<string, TakenSignal> _byId = new(StringComparer.Ordinal);

        internal FormerCopies(PersonHistory history, ProfileId[] gone)
        {
            foreach (var taken in history.Signals)
            {
                if (taken.Signal.Origin is { } origin && gone.Contains(origin))
                {
                    var id = taken.Signal.Id[..^IdOf(string.Empty, origin).Length];
                    _byPerson.TryAdd((origin, id), taken);
                    _byId.TryAdd(id, taken);
                }
            }
        }

        internal TakenSignal? Find(string id, ProfileId person) =>
            _byPerson.TryGetValue((person, id), out var own) ? own
            : _byId.TryGetValue(id, out var other) ? other
            : null;
    }
}
