namespace PersonaGrain.Profiles;

/// <summary>The fingerprints of every message id in a profile's journal, loaded when a signal older than the remembered ids arrives; never part of a snapshot.</summary>
public sealed class IdHistory
{
    private readonly HashSet<ulong> _fingerprints = [];

    /// <summary>How many ids it holds.</summary>
    public int Count => _fingerprints.Count;

    /// <summary>Adds the id of a journaled signal.</summary>
    public void Add(string id) => _fingerprints.Add(MessageFingerprint.Of(id));

    internal void Add(ulong fingerprint) => _fingerprints.Add(fingerprint);

    internal bool Contains(ulong fingerprint) => _fingerprints.Contains(fingerprint);
}
