namespace PersonaGrain.Catalogs;

/// <summary>What becomes of a signal of a type that has a field at fault: of another type than declared, too long, out of range.</summary>
public enum FaultPolicy
{
    /// <summary>The field is left out or cut, and noted; the signal counts.</summary>
    Drop,

    /// <summary>The signal is refused.</summary>
    Reject,

    /// <summary>The signal is set aside durably, to be taken again under a catalog that it fits.</summary>
    Quarantine,
}
