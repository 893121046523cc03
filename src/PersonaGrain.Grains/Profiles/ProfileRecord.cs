using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Profiles;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Profiles;

/// <summary>A profile in memory, with what is known about its journal. Thrown away, and loaded again, whenever the journal may say otherwise.</summary>
internal sealed class ProfileRecord(CatalogInForce catalog, ProfileState? state, long sequence, long snapshotSequence)
{
    /// <summary>The catalog that the state is of.</summary>
    public CatalogInForce Catalog { get; set; } = catalog;

    /// <summary>The state; null where nothing was ever observed.</summary>
    public ProfileState? State { get; set; } = state;

    /// <summary>The last entry of the journal that is folded in.</summary>
    public long Sequence { get; set; } = sequence;

    /// <summary>Where counting for the next snapshot begins: the last entry that the stored one covers, or that one covered which could not be written.</summary>
    public long SnapshotSequence { get; set; } = snapshotSequence;

    /// <summary>The journal says that the profile is of its catalog, and the population counts it under it.</summary>
    public bool IsAdopted { get; set; } = true;

    /// <summary>The <see cref="RivalWatch.Changes"/> up to which it is sure that the journal does not go on.</summary>
    public int SureOf { get; set; }

    /// <summary>The wake-up that this activation wrote; null before the first, when another activation's may stand.</summary>
    public Instant? Wake { get; set; }
}
