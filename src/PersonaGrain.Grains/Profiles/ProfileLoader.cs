using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Profiles;

/// <summary>Puts a profile together: its snapshot, then the tail of its journal. Decides nothing that the journal already says.</summary>
internal sealed class ProfileLoader(IProfileJournal journal, CatalogHolder catalogs)
{
    /// <summary>Loads a profile into a catalog.</summary>
    /// <param name="id">The profile.</param>
    /// <param name="snapshot">Its snapshot; an empty one for none.</param>
    /// <param name="catalog">The catalog in force; another process may have moved the profile to a newer one, which then counts.</param>
    /// <param name="effects">What the catalog changed since the profile was last live; to be committed with the next turn.</param>
    /// <exception cref="JournalUnavailableException">The journal gave no answer.</exception>
    public async Task<ProfileRecord> LoadAsync(ProfileId id, ProfileSnapshot snapshot, CatalogInForce catalog, ProfileEffects effects)
    {
        var machine = catalog.Machine;
        var (state, needsRebuild, sequence) = Read(machine, snapshot);
        var snapshotSequence = sequence;
        var adopted = snapshotSequence > 0 ? snapshot.Catalog : 0;
        await foreach (var (place, entry) in journal.ReadAsync(id, sequence, CancellationToken.None))
        {
            state ??= machine.Create(entry is JournalEntry.Observed first ? first.Received : entry.At);
            JournalEntryFold.Fold(machine, state, entry);
            sequence = place;
            adopted = entry is JournalEntry.Adopted { Version: var version } ? version : adopted;
        }

        if (state is null)
        {
            return new ProfileRecord(catalog, null, 0, 0);
        }

        if (adopted > catalog.Version)
        {
            return await LoadAsync(id, snapshot, await catalogs.CurrentAsync(adopted), effects);
        }

        if (needsRebuild)
        {
            await RebuildAsync(id, machine, state, []);
        }
        else if ((snapshotSequence == 0 && adopted != catalog.Version) || state.AsOf < catalog.DecisiveAt)
        {
            // Last evaluated under another catalog, or before the publication: what this one changes gets the instant at which it came.
            ProfileMachine.SkipPast(state);
        }

        machine.Reevaluate(state, Instant.Max(state.AsOf, catalog.Since), effects);
        return new ProfileRecord(catalog, state, sequence, snapshotSequence) { IsAdopted = adopted == catalog.Version };
    }

    /// <summary>Tallies a state from all of its signals, and has it evaluated as one that comes from another catalog.</summary>
    /// <param name="id">The profile.</param>
    /// <param name="machine">The catalog's.</param>
    /// <param name="state">The state.</param>
    /// <param name="uncommitted">Signals that the state has seen and the journal has not.</param>
    public async Task RebuildAsync(ProfileId id, ProfileMachine machine, ProfileState state, IEnumerable<Signal> uncommitted)
    {
        var signals = new List<Signal>();
        await foreach (var (_, entry) in journal.ReadAsync(id, 0, CancellationToken.None))
        {
            if (entry is JournalEntry.Observed observed)
            {
                signals.Add(observed.Signal);
            }
        }

        signals.AddRange(uncommitted);
        machine.Rebuild(state, signals);
    }

    private static (ProfileState? State, bool NeedsRebuild, long Sequence) Read(ProfileMachine machine, ProfileSnapshot snapshot)
    {
        if (snapshot.Sequence == 0)
        {
            return default;
        }

        try
        {
            var (state, needsRebuild) = machine.ReadSnapshot(snapshot.State);
            return (state, needsRebuild, snapshot.Sequence);
        }
        catch (FormatException)
        {
            // Written by a later version of the program: the journal has everything that it has.
            return default;
        }
    }
}
