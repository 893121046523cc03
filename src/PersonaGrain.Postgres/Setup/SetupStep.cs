using Npgsql;

namespace PersonaGrain.Postgres.Setup;

/// <summary>One step from an empty database to the newest form; applied once, in one transaction, in order of version.</summary>
/// <param name="Version">The version that the database has afterwards.</param>
/// <param name="Name">The name of its statements.</param>
/// <param name="Then">What is to be done after them that statements alone can not do; null for nothing.</param>
internal sealed record SetupStep(int Version, string Name, Func<NpgsqlConnection, CancellationToken, Task>? Then = null)
{
    /// <summary>Every step. A step that was released is never edited: changes come as new steps.</summary>
    public static readonly IReadOnlyList<SetupStep> All =
    [
        new(1, "001_journal"),
        new(2, "002_events"),
        new(3, "003_wakes"),
        new(4, "004_catalogs"),
        new(5, "005_orleans_clustering"),
        new(6, "006_orleans_persistence"),
        new(7, "007_population"),
        new(8, "008_actors", IdIndexFill.RunAsync),
        new(9, "009_quarantine"),
        new(10, "010_workspaces"),
        new(11, "011_quarantine_history"),
        new(12, "012_people"),
        new(13, "013_field_values"),
        new(14, "014_actors_by_key"),
        new(15, "015_catalog_history"),
        new(16, "016_audit"),
    ];

    /// <summary>The version of the database that this program needs.</summary>
    public static int Newest => All[^1].Version;

    public string ReadSql()
    {
        using var stream = typeof(SetupStep).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"the step {Name} is not part of this assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
