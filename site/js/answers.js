/**
 * What Python answers, and what it is asked with: types only. No page fetches this file; the checker and people read it.
 */

/**
 * @typedef {Record<string, number | string | number[] | string[]>} Choices By the names that the address has for them.
 * @typedef {ArrayLike<number>[]} Matrix Rows of numbers.
 *
 * @typedef {object} Frame One answer of the session.
 * @property {number} epoch
 * @property {number} loss
 * @property {ArrayLike<number>} losses One an epoch since the last frame, each before that epoch's update.
 * @property {number} [held_loss] Of the rows held out, where there are any.
 * @property {number} [accuracy] The share of the rows trained on that is put in its class, where there are classes.
 * @property {number} [held_accuracy]
 * @property {ArrayLike<number>} predictions One for each output of each row of the data, row after row.
 * @property {Record<string, Matrix>} parameters
 * @property {Record<string, Record<string, Matrix | ArrayLike<number>>>} training_state What training goes on from beside the
 *   parameters: for the page to keep, and to give back.
 * @property {boolean} [ended] Whether the reader's own loop has ended by itself.
 * @property {Source[]} [program] Where choices may have changed it.
 * @property {string[]} frozen The labels of parameters that training leaves as they are, such as `W1[0,1]`.
 * @property {ArrayLike<number>} [boundary] Predictions on a grid, row by row from the lower left, output after output.
 * @property {ArrayLike<number>} [curve] Predictions along a single input, output after output.
 * @property {import("./timeline.js").Kept} [kept] The moments to keep, of the epochs since the last frame.
 * @property {Finding[] | null} [diagnosis] What keeps the run from learning; none while it trains.
 * @property {Data} [data] The rows, unless they are those of a truth table, which stand in the choices.
 * @property {Record<string, Matrix>} [gradients] `dW1`, `db1` and so on, of the parameters as they are.
 * @property {NeuronMaps[]} [neurons] One a layer.
 * @property {HiddenSpace | null} [hidden_space] None without a hidden layer.
 * @property {Record<"weights" | "activations" | "gradients", Histogram>[]} [histograms] One a layer.
 * @property {RowErrors} [rows]
 *
 * @typedef {object} Data What a run learns from.
 * @property {number} rows How many there are; of very many, the arrays have an even choice.
 * @property {number} held_rows How many of them are held out of training.
 * @property {ArrayLike<number>} X The inputs, row after row.
 * @property {ArrayLike<number>} y The targets, row after row: one for each output.
 * @property {ArrayLike<number>} held 1 for a row that is held out.
 * @property {string[]} inputs Their names.
 * @property {string[]} outputs
 * @property {string[]} classes Two for an output of 0 or 1; more have an output each; none for numbers to predict.
 * @property {number[]} counts How many rows each class has.
 * @property {[number, number][]} ranges What pictures show of each input.
 * @property {number[]} mean Of each input.
 * @property {[number, number][]} target_ranges What each output's 0 and 1 stand for.
 * @property {[number, number]} target_limits The smallest and the largest target, as the network learns them.
 * @property {string[]} notes What is to be said about it.
 *
 * @typedef {object} Reading How the reader's own data is to be read, where that was chosen by hand. Columns count from 0.
 * @property {string} [encoding]
 * @property {string} [separator]
 * @property {string} [decimal]
 * @property {boolean} [header]
 * @property {number[]} [targets]
 * @property {number[]} [left_out]
 * @property {boolean} [classes]
 * @property {boolean} [scale_inputs]
 * @property {boolean} [scale_targets]
 *
 * @typedef {Reading & {columns: string[]}} Found What the choices come to, as far as the data can be read.
 *
 * @typedef {{what: string, layer: number | null} & Record<string, any>} Finding `diagnosis.py` says which there are.
 *
 * @typedef {object} NeuronMaps What the neurons of one layer answer on the boundary's grid.
 * @property {ArrayLike<number>} values Neuron by neuron, each row by row from the lower left.
 * @property {number} middle
 * @property {number} reach How far from the middle the values go.
 *
 * @typedef {object} HiddenSpace Where a hidden layer puts the rows.
 * @property {number} layer Counted from 1.
 * @property {number} neurons
 * @property {ArrayLike<number>} rows Which rows these are, if not all are shown.
 * @property {number} all_rows
 * @property {Matrix} inputs
 * @property {Matrix} targets
 * @property {Matrix} points
 * @property {number[]} shares Of the variance, for principal components; else none.
 * @property {[number, number][]} ranges
 * @property {ArrayLike<number>} field The outputs over the ranges, row by row from the lower left, output by output.
 *
 * @typedef {{low: number, high: number, counts: ArrayLike<number>, others: number}} Histogram
 *
 * @typedef {object} RowErrors
 * @property {{counts: Matrix, accuracy: number, others: number} | null} confusion None where there are no classes.
 * @property {ArrayLike<number>} rows
 * @property {number} all_rows
 * @property {Matrix} inputs
 * @property {Matrix} targets
 * @property {Matrix} predictions
 * @property {ArrayLike<number>} losses
 *
 * @typedef {object} MenuEntry
 * @property {string} name
 * @property {string} label
 * @property {"tables" | "points" | "curves" | "own"} [group] Of a dataset.
 * @property {number[]} [targets] Of a truth table, row after row.
 * @property {string[]} [inputs]
 * @property {string[]} [outputs]
 * @property {[number | null, number | null]} [reach] Of an output activation: between which numbers its outputs are.
 *
 * @typedef {{least?: number, most?: number, above?: number, whole?: boolean, longest?: number, one_for_each?: string}} Limits
 *
 * @typedef {{step: number, name: string, source: string}} Source A part of the program: the step of the tutorial that it
 *   stands in (the end is 10), its function, its text.
 *
 * @typedef {{text: string, data?: string, data_file: string}} Program A file to hand out, and the text of the data file
 *   that it reads, if it reads one.
 *
 * @typedef {object} Description What `describe` of the session says, and the recording with it.
 * @property {Choices} defaults
 * @property {string[]} new_run The choices whose change starts a new run.
 * @property {Record<string, Limits>} limits
 * @property {Record<string, MenuEntry[]>} menus
 * @property {Record<"one" | "several", Record<string, Record<string, string>>>} advice On odd pairs: by the number of
 *   outputs, then by the loss, then by the output activation.
 * @property {{title: string, sentences: string[]}[]} steps
 * @property {Source[]} program The tutorial's.
 * @property {[number, number]} boundary_range
 * @property {Frame & {recorded_epochs: number[]}} run
 * @property {{hidden: number, seeds: number, solved: number}[]} survey
 * @property {string[]} editable The functions of the tutorial's program.
 */

export {};
