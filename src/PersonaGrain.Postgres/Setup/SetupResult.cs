namespace PersonaGrain.Postgres.Setup;

/// <summary>What came of setting up a database.</summary>
public abstract record SetupResult
{
    private SetupResult()
    {
    }

    /// <summary>The database is ready.</summary>
    /// <param name="From">The version it had; 0 for none.</param>
    /// <param name="To">The version it has.</param>
    /// <param name="Steps">What was applied, in order; empty when nothing was missing.</param>
    public sealed record Ready(int From, int To, IReadOnlyList<string> Steps) : SetupResult;

    /// <summary>A newer program set it up; nothing was changed. This program can run beside that one, not set it up.</summary>
    public sealed record Newer(int Found, int Known) : SetupResult;

    /// <summary>A step failed and left nothing behind; earlier steps stay. Running it again goes on from there.</summary>
    /// <param name="Step">The step, or null where none was reached.</param>
    /// <param name="Reason">Why, in words an operator can act on.</param>
    public sealed record Failed(string? Step, string Reason) : SetupResult;
}
