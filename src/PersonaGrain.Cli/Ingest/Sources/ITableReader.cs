namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>Cuts a text into records of fields; blank lines are no records.</summary>
internal interface ITableReader
{
    /// <summary>The number of the line at which the record starts, from 1.</summary>
    long Number { get; }

    /// <summary>The record as it stands in the text, without its end.</summary>
    string Text { get; }

    /// <summary>A quote stands where none may.</summary>
    bool IsMalformed { get; }

    /// <summary>The record's fields, until the next read.</summary>
    ReadOnlySpan<string> Fields { get; }

    /// <summary>Reads the next record; false at the end.</summary>
    bool Read();
}
