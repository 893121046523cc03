using System.Buffers;
using PersonaGrain.Accounts;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Identities;

/// <summary>An actor as it is stored, brought to what is in force and to now, for a change of its person: what was due before belongs to the same append.</summary>
internal sealed class LoadedPerson
{
    private readonly ActorTurn _turn = new();
    private readonly Profile _profile;
    private readonly List<JournalEntry> _entries = [];
    private readonly HashSet<ulong> _ids = [];
    private readonly CatalogInForce _catalog;

    private LoadedPerson(ProfileId id, CatalogInForce catalog)
    {
        _catalog = catalog;
        _profile = new Profile(ActorId.Of(id));
    }

    /// <summary>Its identity.</summary>
    internal ProfileId Id => _profile.ProfileId;

    /// <summary>What it knows of who it is.</summary>
    internal Person Person => _profile.Person;

    /// <summary>Its state.</summary>
    internal ProfileState State => _profile.State;

    /// <summary>The state to come to; null where it stays as it is.</summary>
    internal ProfileState? After { get; set; }

    /// <summary>The logic of it.</summary>
    internal ProfileMachine Machine => _profile.Machine;

    /// <summary>The instant that it is about.</summary>
    internal Instant Now { get; private set; }

    /// <summary>The newest entry of its journal.</summary>
    internal long Sequence => _profile.Sequence;

    /// <summary>What it lived so far, and what of it was told. Its history was read.</summary>
    internal ToldLife Told => new(State, History, Now);

    /// <summary>What happens to it.</summary>
    internal List<JournalEntry> Entries => _entries;

    /// <summary>Its history; read when it was asked for.</summary>
    internal PersonHistory History { get; private set; } = new();

    /// <summary>Loads an actor; a catalog newer than the one given makes it null.</summary>
    internal static async ValueTask<LoadedPerson?> LoadAsync(ProfileId id, CatalogInForce catalog, IPersonHost host, CancellationToken cancellation)
    {
        var person = new LoadedPerson(id, catalog);
        person._turn.Begin(person._profile, catalog, host.Now);
        if (await person._turn.PrepareAsync(host, cancellation) > 0)
        {
            return null;
        }

        person.Now = Instant.Max(person._turn.Now, person.State.AsOf);
        return person;
    }

    /// <summary>Reads its history, with what the turn did so far.</summary>
    internal async ValueTask ReadHistoryAsync(IPersonHost host, CancellationToken cancellation)
    {
        History = await PersonHistory.ReadAsync(_profile.Id, host, cancellation);
        foreach (var entry in _turn.Effects.Entries)
        {
            History.Add(entry);
        }
    }

    /// <summary>Lets time pass up to an instant that another actor of the same change has come to.</summary>
    internal void AdvanceTo(Instant now)
    {
        Now = Instant.Max(Now, now);
        if (_profile.Exists)
        {
            Machine.Advance(State, Now, _turn.Effects);
        }
    }

    /// <summary>Adds an entry.</summary>
    internal void Add(in JournalEntry entry) => _entries.Add(entry);

    /// <summary>Has the index know message ids.</summary>
    internal void Index(IEnumerable<ulong> ids) => _ids.UnionWith(ids);

    /// <summary>Gives it itself back before it is given more: what it once had of others counts no more.</summary>
    internal void Restore(ProfileId other, string join)
    {
        var person = State.Person;
        State.Person = Person with { JoinedInto = null, Links = [] };
        _entries.Add(Change(State, PersonChangeKind.Restored, other, join));
        State.Person = person;
    }

    /// <summary>Ends with a change of the person.</summary>
    /// <param name="person">What it knows of who it is from here on.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="other">The other identity.</param>
    /// <param name="join">The join.</param>
    internal void End(Person person, PersonChangeKind kind, ProfileId other, string join)
    {
        var after = After ??= State;
        after.Person = person;
        after.AsOf = Instant.Max(after.AsOf, Now);
        foreach (var tie in after.Belongings?.Inherit() ?? [])
        {
            _entries.Add(TieNote.Of(tie, Now));
        }

        _entries.Add(Change(after, kind, other, join));
    }

    /// <summary>What its journal has to take.</summary>
    internal ActorAppend ToAppend()
    {
        var entries = new List<JournalEntry>(_turn.Effects.Entries);
        if (!_profile.Exists)
        {
            // One without signals came to no catalog that came meanwhile: what it is given is of the one in force.
            entries.Insert(0, JournalEntry.Adopted(_catalog.Version, Now));
        }

        entries.AddRange(_entries);
        _ids.UnionWith(_turn.Effects.KnownIds);
        return new ActorAppend(_profile.Id, Sequence + 1, entries, Wake)
        {
            Evaluated = Now,
            KnownIds = [.. _ids],
            Profiles = (After!.Signals > 0 ? 1 : 0) - (State.Signals > 0 ? 1 : 0),
            Index = Machine.UpdateIndex(After, replacesAll: true),
            Decisive = _catalog.Publication.Decisive,
        };
    }

    /// <summary>Accounts that it belongs to, or did, are told at once.</summary>
    private Instant Wake => After!.Belongings is { All.Count: > 0 } ? Now : After.Signals == 0 ? Instant.Never : After.WakeAt;

    private JournalEntry Change(ProfileState state, PersonChangeKind kind, ProfileId other, string join)
    {
        var snapshot = new ArrayBufferWriter<byte>();
        Machine.WriteSnapshot(state, snapshot);
        return JournalEntry.Of(new PersonChange(kind, other, join, snapshot.WrittenMemory), Now);
    }
}
