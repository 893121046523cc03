namespace PersonaGrain.Silo.Settings;

/// <summary>What a process of the cluster does.</summary>
internal enum SiloRole
{
    /// <summary>It hosts profiles and serves the HTTP API.</summary>
    Both,

    /// <summary>It hosts profiles; over HTTP it tells its health only.</summary>
    Silo,

    /// <summary>It serves the HTTP API and calls the silos.</summary>
    Gateway,
}
