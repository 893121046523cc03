using System.Runtime.CompilerServices;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Identities.Rules;
using PersonaGrain.Population;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Reference;

/// <summary>Joins and parts people of a reference grid. Everything answers at once, under the grid's lock.</summary>
internal sealed class ReferencePeople(ReferenceStore store, ReferenceProfiles profiles, Func<Instant> clock) : IPersonHost, IRuledPeople
{
    private static readonly IReadOnlySet<ulong> NoIds = new HashSet<ulong>();

    public Instant Now => clock();

    /// <summary>What signals need not ask again.</summary>
    internal SettledPairs Settled { get; } = new();

    /// <summary>What is in force.</summary>
    internal CatalogInForce InForce => new(
        profiles.Machine, store.Applied, new Publication(store.Published.Number, store.Published.At, store.Decided == default ? 0 : store.Published.Number, store.Decided));

    public ValueTask<CatalogInForce> CatalogAsync(int atLeast, CancellationToken cancellation) => new(InForce);

    /// <summary>The actor that holds the person of an identity.</summary>
    internal ProfileId HolderOf(ProfileId identity)
    {
        while (profiles.Peek(identity)?.Person?.JoinedInto is { } place)
        {
            identity = place;
        }

        return identity;
    }

    /// <summary>The person of an identity; null where nothing is known of it.</summary>
    internal PersonView? View(ProfileId identity)
    {
        var holder = HolderOf(identity);
        return profiles.Peek(holder) is { } state && (state.Signals > 0 || state.Person is { IsAlone: false })
            ? new PersonView(holder, state.Person?.Links ?? [], state.Person?.Parted ?? []) { Ruled = state.Person?.Ruled ?? [] }
            : null;
    }

    public ValueTask<JoinedPage> JoinedAsync(string? cursor, int limit, CancellationToken cancellation)
    {
        if (cursor is { } after && !after.StartsWith("after:", StringComparison.Ordinal))
        {
            throw JoinedPage.UnknownCursor();
        }

        JoinedPerson[] rest = [.. store.Profiles.Keys.Where(key => View(key) is { Links.Count: > 0 } person && person.Profile == key)
            .Select(key => new JoinedPerson(View(key)!, $"after:{key.Value}"))
            .OrderBy(static one => one.Position, StringComparer.Ordinal)
            .Where(one => cursor is null || string.CompareOrdinal(one.Position, cursor) > 0)];
        var damaged = cursor is null ? store.Profiles.Values.Count(static stored => stored.IsDamaged) : 0;
        return new(new JoinedPage([.. rest.Take(limit)], rest.Length > limit ? rest[limit - 1].Position : null, damaged));
    }

    public async ValueTask<UnlinkResult?> PartAsync(ProfileId identity, CancellationToken cancellation)
    {
        var result = await PersonOperations.PartAsync(identity, this, cancellation);
        if (result is not null)
        {
            Settled.Requested(result);
        }

        return result;
    }

    public ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation) => new(store.Profiles.TryGetValue(actor.Profile, out var stored)
        ? new StoredActor(stored.Snapshot, stored.Last, profiles.Machine.Catalog.Version, null, stored.Last)
        : new StoredActor(default, 0, 0, null, 0));

    public async IAsyncEnumerable<JournaledEntry> ReadAsync(
        ActorId actor, long after, JournalEntryKinds kinds, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var one in (store.Profiles.GetValueOrDefault(actor.Profile)?.Numbered ?? []).Where(one => one.Sequence > after && kinds.Has(one.Entry.Kind)).ToArray())
        {
            yield return one;
        }

        await ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) => new(NoIds);

    public ValueTask<AppendResult> AppendAsync(IReadOnlyList<ActorAppend> appends, CancellationToken cancellation)
    {
        if (appends.Any(append => append.First != (store.Profiles.GetValueOrDefault(append.Actor.Profile)?.Last ?? 0) + 1))
        {
            return new(AppendResult.Conflict.Instance);
        }

        foreach (var append in appends)
        {
            profiles.Append(append.Actor.Profile, append.Entries, append.Evaluated);
        }

        return new(AppendResult.Appended.Instance);
    }
}
