using PersonaGrain.Accounts;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.Transfer;
using PersonaGrain.Profiles;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Transfer;

/// <summary>Writes one profile after another to a journal file.</summary>
internal sealed class ProfileExport(ActorLoader loader, CatalogInForce inForce, Instant now, TransferWriter writer, Action flush)
{
    /// <summary>Which catalog a profile has come to is for the grid to decide that reads the file.</summary>
    private const JournalEntryKinds Kinds = JournalEntryKinds.All & ~JournalEntryKinds.Catalogs;

    private readonly StoredActorStorage _storage = new(loader);
    private readonly ActorTurn _turn = new();

    /// <summary>Writes a profile: what stands in for events that an older layout pruned, its entries, and what a grid would decide when it loads it.</summary>
    /// <param name="actor">The profile.</param>
    /// <param name="address">Where its journal ends.</param>
    /// <param name="mayLackEvents">Whether events may be missing from its journal.</param>
    /// <returns>Whether events of it were pruned.</returns>
    public bool Write(ActorId actor, ActorAddress address, bool mayLackEvents)
    {
        var profile = (Profile)ActorKind.Profile.Create(actor);
        Load(profile, address);
        var standIns = mayLackEvents ? StandIns(profile, address) : [];
        var decided = _turn.Effects.Entries.Where(static entry => Kinds.Has(entry.Kind)).ToList();
        var kinds = profile is Account || profile.HasFollowers ? JournalEntryKinds.All : Kinds;
        var count = standIns.Count + loader.History.Read(address, 0, kinds).LongCount() + decided.Count;
        if (count == 0)
        {
            return false;
        }

        writer.Begin(profile.ProfileId, profile.AsOf, count);
        foreach (var entry in standIns.Concat(loader.History.Read(address, 0, kinds).Select(static each => Placed(each.Entry))).Concat(decided))
        {
            writer.Write(entry);
            flush();
        }

        return standIns.Count > 0;
    }

    /// <summary>Accounts know by its place how far they have read the journal of a member, and members that of an account: so that its entries keep theirs, a note that says nothing stands where a catalog was come to.</summary>
    private static JournalEntry Placed(JournalEntry entry) => entry.Kind == JournalEntryKind.Catalog ? JournalEntry.Noted(entry.At, []) : entry;

    /// <summary>Loads it, as a grid that opens the store would.</summary>
    private void Load(Profile profile, ActorAddress address)
    {
        try
        {
            _storage.Address = address;
            _turn.Begin(profile, inForce, now);
            AtOnce.Result(_turn.PrepareAsync(_storage, CancellationToken.None));
        }
        catch (Exception exception) when (exception is FormatException or Store.StoreException { IsDamage: true })
        {
            throw new Store.StoreException(SQLitePCL.raw.SQLITE_CORRUPT, new ActorDamagedException(profile.Id, exception).Message);
        }
    }

    private IReadOnlyList<JournalEntry> StandIns(Profile profile, ActorAddress address)
    {
        var kept = new PrunedEvents();
        foreach (var (_, entry) in loader.History.Read(address, 0, JournalEntryKinds.Changes | JournalEntryKinds.Firings).Reverse())
        {
            if (entry.Kind == JournalEntryKind.Change)
            {
                kept.Keep(entry.Change);
            }
            else
            {
                kept.Keep(entry.Firing);
            }
        }

        return kept.StandIns(profile.Machine, profile.State);
    }
}
