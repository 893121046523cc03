namespace PersonaGrain.Grains.Reevaluation;

/// <summary>How far one shard got with a catalog, in grain storage. Fields are only ever added.</summary>
[GenerateSerializer, Alias("personagrain.reevaluation-state")]
public sealed class ReevaluationState
{
    /// <summary>The catalog being worked on, or finished.</summary>
    [Id(0)]
    public int Version { get; set; }

    /// <summary>Every actor of the shard is of that catalog, or passed over.</summary>
    [Id(1)]
    public bool IsFinished { get; set; }

    /// <summary>The last actor that is done, or null before the first.</summary>
    [Id(2)]
    public string? Cursor { get; set; }

    /// <summary>How many are done.</summary>
    [Id(3)]
    public long Done { get; set; }

    /// <summary>The segments of the last catalog that was finished before this one, and of those between that were begun.</summary>
    [Id(4)]
    public string[] Former { get; set; } = [];

    /// <summary>The segments of this catalog; where an older program began with it, once it is finished.</summary>
    [Id(5)]
    public string[] Segments { get; set; } = [];

    /// <summary>The newest decisive publication when the walk began.</summary>
    [Id(6)]
    public long Publication { get; set; }

    /// <summary>The walk was one of a program that counts: every profile it went to has said in the journal which catalog it is of.</summary>
    [Id(7)]
    public bool IsCounted { get; set; }

    /// <summary>Keys of actors that can not be loaded and were passed over; at most 100.</summary>
    [Id(8)]
    public string[] PassedOver { get; set; } = [];
}
