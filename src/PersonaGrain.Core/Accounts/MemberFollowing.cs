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
/// </remarks>
internal sealed class MemberFollowing(Account account, MemberNews news, Instant now, TurnEffects effects)
{
    private readonly ProfileId _person = news.Leader.Profile;

    /// <summary>Runs it; whether the person belongs to the account now.</summary>
    internal async ValueTask<bool> RunAsync(IActorStorage storage, CancellationToken cancellation)
    {
        var known = account.State.Members!.Find(_person);
        var member = Merge(known);
        ProfileId[] gone = [.. news.Absorbed.Where(identity => account.State.Members.Find(identity) is not null), .. known is not null && (news.IsWhole || member is null) ? [_person] : Array.Empty<ProfileId>()];
        if (gone.Length > 0)
        {
            await PartAsync(gone, storage, cancellation);
        }

        var belongs = member is not null && account.State.Members.HasRoomFor(_person);
        if (belongs)
        {
            Take(member!, gone.Contains(_person) ? null : known);
        }

        if (gone.Length > 0)
        {
            Settle();
        }

        return belongs;
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
        Id = $"{signal.Id}@{_person.Value}",
        Type = signal.Type,
        Time = signal.Time,
        Value = signal.Value,
        Attributes = signal.Attributes,
        Traits = signal.Traits,
        Origin = _person,
    };

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

    /// <summary>Takes members out, with exactly their signals. Memberships stay as they were told, to be evaluated afterwards.</summary>
    private async ValueTask PartAsync(ProfileId[] gone, IActorStorage storage, CancellationToken cancellation)
    {
        var history = await PersonHistory.ReadAsync(account.Id, storage, cancellation);
        foreach (var entry in effects.Entries)
        {
            history.Add(entry);
        }

        var left = history.Signals.Where(taken => taken.Signal.Origin is not { } origin || !gone.Contains(origin));
        var life = PersonLife.Live(account.Machine, account.Catalog!.Applied, left, history.Firings.Select(static firing => firing.Firing), now, account.State.Belongings);
        var (before, after, entries) = (account.State, life.State, new List<JournalEntry>());
        new PersonRebuild(account.Machine, account.Catalog.Applied, new ToldLife(before, history, now), after, Cause.OfMember(_person), entries).Refire(life.Firings, life.Firings);
        before.Segments.CopyTo(after.Segments.AsSpan());
        after.Members = before.Members;
        foreach (var identity in gone)
        {
            after.Members!.Remove(identity);
        }

        after.AsOf = Instant.Max(after.AsOf, now);
        effects.KnownIdList.AddRange(life.Ids);
        entries.ForEach(entry => effects.Add(entry));
        var snapshot = new ArrayBufferWriter<byte>();
        account.Machine.WriteSnapshot(after, snapshot);
        foreach (var identity in gone)
        {
            effects.Add(JournalEntry.Of(new PersonChange(PersonChangeKind.Released, identity, string.Empty, snapshot.WrittenMemory), now));
        }

        account.Become(after);
    }

    /// <summary>After somebody went: what follows from the others' signals as of now.</summary>
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
