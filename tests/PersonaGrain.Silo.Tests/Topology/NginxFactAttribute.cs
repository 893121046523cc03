using PersonaGrain.Silo.Topology;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Silo.Tests.Topology;

/// <summary>A test with nginx, mostly in front of a cluster; skipped, with the reason, where nginx or PostgreSQL is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NginxFactAttribute : FactAttribute
{
    /// <summary>Needs both.</summary>
    public NginxFactAttribute() => Skip = PostgresBinaries.WhyMissing ?? WhyMissing;

    /// <summary>Whether it needs PostgreSQL too. Default true.</summary>
    public bool NeedsPostgres
    {
        get => Skip == PostgresBinaries.WhyMissing;
        set => Skip = (value ? PostgresBinaries.WhyMissing : null) ?? WhyMissing;
    }

    /// <summary>Why such a test is skipped for want of nginx; null when it is there.</summary>
    public static string? WhyMissing => LocalBalancer.Program is null ? "needs nginx (Debian: nginx-light), which is not in PATH or /usr/sbin" : null;
}
