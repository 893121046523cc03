namespace PersonaGrain.Grains.Reevaluation;

/// <summary>How far one shard got with a catalog, in grain storage. Fields are only ever added.</summary>
[GenerateSerializer, Alias("personagrain.reevaluation-state")]
public sealed class ReevaluationState
{
    /// <summary>The catalog being worked on, or finished.</summary>
    [Id(0)]
    public int Version { get; set; }

    /// <summary>Every profile of the shard is of that catalog.</summary>
    [Id(1)]
    public bool IsFinished { get; set; }

    /// <summary>The last profile that is done, or null before the first.</summary>
    [Id(2)]
    public string? Cursor { get; set; }

    /// <summary>How many are done.</summary>
    [Id(3)]
    public long Done { get; set; }

    /// <summary>The segments of the last catalog that was finished before this one.</summary>
    [Id(4)]
    public string[] Former { get; set; } = [];

    /// <summary>The segments of this catalog, once it is finished.</summary>
    [Id(5)]
    public string[] Segments { get; set; } = [];
}
