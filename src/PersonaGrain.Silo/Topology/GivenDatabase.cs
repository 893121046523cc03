using Npgsql;

namespace PersonaGrain.Silo.Topology;

/// <summary>A database that was there already, told without anything secret.</summary>
internal static class GivenDatabase
{
    /// <summary>The variable that names a database to every command of this program.</summary>
    public const string Variable = "PersonaGrain__Database__ConnectionString";

    /// <summary>Where a database is: its host and its name, and nothing else of the connection.</summary>
    public static string Place(string connection)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        return $"Host={parts.Host};Database={parts.Database}";
    }

    /// <summary>Who gave it.</summary>
    /// <param name="option">What <c>--database</c> says, or null.</param>
    public static string Source(string? option) =>
        option is not null ? "--database" : Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } ? Variable : "the configuration";
}
