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
    private readonly ProfileId _person = news.Leader.Profile;

    /// <summary>Runs it; whether the person belongs to the account now.</summary>
    internal async ValueTask<bool> RunAsync(IActorStorage storage, CancellationToken cancellation)
    {
        var members = account.State.Members!;
        var known = members.Find(_person);
        var member = Merge(known);
        if (member is not null && !members.HasRoomFor(_person))
        {
            Truncate(null);
            member = null;
        }

        ProfileId[] gone = [.. news.Absorbed.Where(identity => members.Find(identity) is not null), .. known is not null && (news.IsWhole || member is null) ? [_person] : Array.Empty<ProfileId>()];
        if (gone.Length > 0)
        {
            await RebuildAsync(gone, member, storage, cancellation);
        }
        else if (member is not null)
        {
            Take(member, known);
        }

        return member is not null;
    }

    private void Truncate(ProfileId? person)
    {
        if (person is not null || !account.State.Members!.IsTruncated)
        {
            effects.Add(TieNote.OfTruncated(person, now));
            account.State.Members!.Truncate(person);
        }
    }

    /// <summary>What the person is to the account: by the newest of its signals, else by an account that belongs to this one; null where it does not belong to it.</summary>
    private Member? Merge(Member? known)
    {
        var before = known is not null && !news.IsWhole ? new Belonging(account.ProfileId, known.IsDirect ? known.Role : string.Empty, known.DirectAt, !known.IsDirect) : (Belonging?)null;
        var direct = news.Said is { } said && (before is null || said.At >= before.Value.At)
            ? said.Role.Length == 0 && before is { } role ? said with { Role = role.Role } : said
            : before;
        var inherited = news.Inherited is { } tie ? tie.IsLeft ? null : tie.Role : news.IsWhole ? null : known?.Inherited;
        return direct is { IsLeft: false } belonging
            ? new Member(_person, belonging.Role, belonging.At, news.Through, Segments(known)) { DirectAt = belonging.At, Inherited = inherited }
            : inherited is null ? null
            : new Member(_person, inherited, known is { IsDirect: false } && !news.IsWhole ? known.Since : now, news.Through, Segments(known)) { IsDirect = false, DirectAt = direct?.At ?? default, Inherited = inherited };
    }

    private void Take(Member member, Member? known)
    {
        effects.Add(TieNote.Of(member, now));
        account.State.Members!.Set(member);
        if (news.Said is not null)
        {
            account.State.Members.TellAgain(_person);
        }

        if (news.Signals.Count == 0)
        {
            account.Machine.EvaluateMembers(account.State, Cause.OfMember(_person), effects);
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

    private void Observe(IReadOnlyList<TakenSignal> signals, in Intake intake)
    {
        Signal[] copies = [.. signals.Select(taken => Copy(taken.Signal))];
        account.Machine.Observe(account.State, copies, now, intake, new ObservationVerdict[copies.Length], effects);
    }

    /// <summary>The signal as the account keeps it. Its id is told from those of other members, and never like that of what a trigger emits.</summary>
    private Signal Copy(Signal signal) => new()
    {
        Id = IdOf(signal.Id, _person),
        Type = signal.Type,
        Time = signal.Time,
        Value = signal.Value,
        Attributes = signal.Attributes,
        Traits = signal.Traits,
        Origin = _person,
    };

    private static string IdOf(string signal, ProfileId person) => $"{signal}@{person.Value}";

    private string[] Segments(Member? known)
    {
        var segments = known is null || news.IsWhole ? [] : new List<string>(known.Segments);
        foreach (var (segment, entered) in news.Segments)
        {
            segments.Remove(segment);
            if (entered)
            {
                segments.Add(string.Intern(segment));
            }
        }

        return [.. segments];
    }

    /// <summary>Puts the account together anew: without the signals of those who are gone, and with those of the person where it stays. Memberships stay as they were told, and are evaluated then.</summary>
    private async ValueTask RebuildAsync(ProfileId[] gone, Member? member, IActorStorage storage, CancellationToken cancellation)
    {
        var history = await PersonHistory.ReadAsync(account.Id, storage, cancellation);
        foreach (var entry in effects.Entries)
        {
            history.Add(entry);
        }

        if (history.IsTooLong)
        {
            // Of so many signals nobody is put together: whoever is gone counts no more, their signals do.
            Array.ForEach(gone, identity => Truncate(identity));
            account.Machine.EvaluateMembers(account.State, Cause.OfMember(_person), effects);
            return;
        }

        TakenSignal[] own = member is null ? [] : Own(history, gone);
        var left = history.Signals.Where(taken => taken.Signal.Origin is not { } origin || !gone.Contains(origin));
        var life = PersonLife.Live(
            account.Machine, account.Catalog!.Applied, left.Concat(own), history.Firings.Select(static firing => firing.Firing), now, account.State.Belongings);
        var (members, entries) = (account.State.Members!, new List<JournalEntry>());
        new PersonRebuild(account.Machine, account.Catalog.Applied, new ToldLife(account.State, history, now), life.State, Cause.OfMember(_person), entries).Refire(life.Firings, life.Firings);
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
        if (member is not null)
        {
            Return(member, own, snapshot);
        }

        Settle();
    }

    /// <summary>The person's signals as the account keeps them: those that it had, of whichever identity, as when it took them; the others are history that the person brings.</summary>
    private TakenSignal[] Own(PersonHistory history, ProfileId[] gone)
    {
        var had = new Dictionary<string, TakenSignal>(StringComparer.Ordinal);
        foreach (var taken in history.Signals.Where(taken => taken.Signal.Origin is { } origin && gone.Contains(origin)))
        {
            had.TryAdd(taken.Signal.Id[..^IdOf(string.Empty, taken.Signal.Origin!.Value).Length], taken);
        }

        return [.. news.Signals.Select(taken => had.TryGetValue(taken.Signal.Id, out var known) ? known with { Signal = Copy(taken.Signal) } : new TakenSignal(Copy(taken.Signal), now, now))];
    }

    /// <summary>The person is back, in a state that has its signals already: whoever repeats the journal takes them, and then this state.</summary>
    private void Return(Member member, TakenSignal[] own, ReadOnlyMemory<byte> snapshot)
    {
        effects.Add(TieNote.Of(member, now));
        account.State.Members!.Set(member);
        foreach (var taken in own)
        {
            effects.Add(taken.ToEntry());
            account.State.Members.Note(_person, taken.Signal, account.Machine.Catalog.Model.MemberTraits);
        }

        effects.Add(JournalEntry.Of(new PersonChange(PersonChangeKind.Absorbed, _person, string.Empty, snapshot), now));
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
            account.Machine.Reevaluate(account.State, now, Cause.OfMember(_person), effects);
        }
        else
        {
            account.Machine.ExitAll(account.State, Cause.OfMember(_person), effects);
        }
    }
}
