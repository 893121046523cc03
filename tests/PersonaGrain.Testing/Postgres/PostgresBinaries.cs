using PersonaGrain.Postgres.Local;

namespace PersonaGrain.Testing.Postgres;

/// <summary>Whether PostgreSQL's programs are on this machine.</summary>
public static class PostgresBinaries
{
    /// <summary>Why tests with a server of their own are skipped; null when they run.</summary>
    public static string? WhyMissing { get; } = PostgresInstallation.Find() is null
        ? $"needs PostgreSQL's programs (Debian: postgresql), which are not here (looked in {PostgresInstallation.Variable}, /usr/lib/postgresql and PATH)"
        : null;
}
