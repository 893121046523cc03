using PersonaGrain.Cli.Mappings;
using PersonaGrain.Identities;

namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>One file of a run, and how it is read.</summary>
/// <param name="Index">Its place among the files of the run, from 0.</param>
/// <param name="Path">Where it is, or how it is called where it is piped.</param>
/// <param name="OnDisk">Where its content is read from: itself, or a copy of what is piped.</param>
/// <param name="Mapping">How the lines of a table become signals; null for native signals.</param>
/// <param name="Dialect">How a table is cut into fields; null for native signals.</param>
internal sealed record IngestInput(int Index, string Path, string OnDisk, MappingDocument? Mapping, TableDialect? Dialect)
{
    private readonly Dictionary<string, string>? _columns = Mapping is null ? null : Columns(Mapping);

    /// <summary>Its name without folders.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The kinds of identities that are known: those of the catalog in force, once there is one.</summary>
    public IdentityKinds Kinds { get; init; } = IdentityKinds.Standard;

    /// <summary>It came through a pipe.</summary>
    public bool IsPiped => OnDisk != Path;

    /// <summary>How it is read, in words.</summary>
    public string Reading => Dialect is null ? "native signals, JSON lines" : $"{Encoding}, {Dialect}";

    /// <summary>The name of its encoding; a byte order mark in the file wins over it.</summary>
    public string Encoding => (Mapping?.Encoding ?? FileEncodings.Utf8).WebName;

    /// <summary>The column that a field of a signal comes from, where it comes from one: what the author of the file knows it by.</summary>
    public string ColumnOf(string field) => _columns?.GetValueOrDefault(field, field) ?? field;

    /// <summary>Finds out how a file is read.</summary>
    /// <exception cref="InputFaultException">It can not be read in this way.</exception>
    public static IngestInput Look(int index, string path, string onDisk, MappingDocument? mapping)
    {
        try
        {
            return mapping is null
                ? NativeLook.Checked(new IngestInput(index, path, onDisk, null, null))
                : new IngestInput(index, path, onDisk, mapping, DialectFinder.Find(InputText.Head(onDisk, mapping.Encoding), mapping));
        }
        catch (InputFaultException fault) when (fault.File is null)
        {
            throw new InputFaultException(fault.Message, fault.WhatToDo) { File = path };
        }
    }

    /// <summary>The lines of the file, once it is open.</summary>
    public IEnumerable<SourceLine> Lines(InputFile file) => Mapping is null
        ? NativeSource.Read(InputText.AsUtf8(file, OnDisk), Kinds)
        : TableSource.Read(InputText.Open(file.Content, Mapping.Encoding), Mapping, Dialect!, Kinds);

    private static Dictionary<string, string> Columns(MappingDocument mapping)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal) { ["time"] = mapping.Time.Column, ["profile"] = mapping.Profile.Column };
        if (mapping.Type.Column is { } type)
        {
            columns["type"] = type;
        }

        if (mapping.Value is [var value])
        {
            columns["value"] = value;
        }

        foreach (var field in mapping.Attributes)
        {
            columns["attributes." + field.Name] = field.Column;
        }

        foreach (var field in mapping.Traits)
        {
            columns["traits." + field.Name] = field.Column;
        }

        return columns;
    }
}
