using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Snapshots;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Grid.Storage.Transfer;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Transfer;

/// <summary>One profile on its way into the file.</summary>
internal sealed class ProfileExport
{
    private readonly ProfileEffects _decided = new();
    private readonly ProfileSlot _slot;

    /// <summary>A profile that stands at a place, which is all zero where its snapshot covers everything.</summary>
    public ProfileExport(ProfileId id, long key, StoredPlace place) =>
        _slot = new ProfileSlot(null!, id, key) { Place = place, CommittedPlace = place };

    /// <summary>Loads it, as a grid that opens the store would.</summary>
    /// <param name="loader">Reads it.</param>
    /// <param name="machine">What is in force.</param>
    /// <param name="now">The grid's time.</param>
    /// <param name="decisive">When the population came that not all profiles were evaluated by yet.</param>
    public void Load(ProfileLoader loader, ProfileMachine machine, Instant now, Instant decisive) => loader.Load(_slot, machine, now, decisive, _decided);

    /// <summary>Writes it: what stands in for pruned events, its rows, and what a grid would decide when it loads it. Whether events of it were pruned.</summary>
    public bool Write(ProfileRows rows, ProfileMachine machine, TransferWriter writer, Action flush)
    {
        var state = _slot.State!;
        var pruned = rows.Find(_slot.CommittedPlace);
        var standIns = pruned?.StandIns(machine, state) ?? [];
        var decided = Decided();
        var count = standIns.Count + rows.Count + decided.Count;
        if (count == 0)
        {
            return false;
        }

        writer.Begin(_slot.Id, state.AsOf, count);
        foreach (var entry in standIns.Concat(rows.Read()).Concat(decided))
        {
            writer.Write(entry);
            flush();
        }

        return pruned is not null;
    }

    private List<JournalEntry> Decided()
    {
        var entries = new List<JournalEntry>(_decided.All.Count);
        foreach (var effect in _decided.All)
        {
            entries.Add(effect switch
            {
                { Change: { } change } => new JournalEntry.Changed(change),
                { Firing: { } firing } => new JournalEntry.Fired(firing),
                { Derived: { } derived } => new JournalEntry.Observed(derived, derived.Time),
                _ => throw new InvalidOperationException("an effect is a change, a firing or a derived signal"),
            });
        }

        return entries;
    }
}
